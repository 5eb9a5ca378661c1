/** The milestone templates every new year begins with. Seed data of the faculty, not text of the interface. */
export const presets = [
  {
    name: 'ບົດໂຄງການຈົບຊັ້ນ 5 ບົດ · Five chapters',
    description: 'ບົດລະ 30 ວັນ · 30 days for each chapter',
    tasks: [
      { name: 'ບົດທີ 1 ບົດສະເໜີ · Chapter 1 Introduction', durationDays: 30 },
      { name: 'ບົດທີ 2 ທົບທວນເອກະສານ ແລະ ທິດສະດີທີ່ກ່ຽວຂ້ອງ · Chapter 2 Literature review', durationDays: 30 },
      { name: 'ບົດທີ 3 ວິທີດຳເນີນການຄົ້ນຄວ້າ · Chapter 3 Methodology', durationDays: 30 },
      { name: 'ບົດທີ 4 ຜົນການຄົ້ນຄວ້າ · Chapter 4 Results', durationDays: 30 },
      { name: 'ບົດທີ 5 ສະຫຼຸບ, ອະພິປາຍຜົນ ແລະ ຂໍ້ສະເໜີແນະ · Chapter 5 Conclusion and recommendations', durationDays: 30 },
    ],
  },
  {
    name: 'ໂຄງການພັດທະນາຊອບແວ · Software development',
    description: 'ສຳລັບໂຄງການພັດທະນາລະບົບ · For projects that build a system',
    tasks: [
      { name: 'ເກັບກຳ ແລະ ວິເຄາະຄວາມຕ້ອງການ · Requirements analysis', durationDays: 25 },
      { name: 'ອອກແບບລະບົບ · System design', durationDays: 40 },
      { name: 'ພັດທະນາລະບົບ · Implementation', durationDays: 45 },
      { name: 'ທົດສອບລະບົບ · Testing', durationDays: 30 },
      { name: 'ຕິດຕັ້ງ ແລະ ຂຽນເອກະສານ · Deployment and documentation', durationDays: 20 },
    ],
  },
] as const
