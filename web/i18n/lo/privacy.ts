import type { messages as source } from '../en/privacy.ts'

export const messages: Record<keyof typeof source, string> = {
  'privacy.own': 'ຂໍ້ມູນຂອງທ່ານ',
  'privacy.ownHint': 'ທຸກຢ່າງທີ່ເກັບໄວ້ກ່ຽວກັບທ່ານ ພ້ອມໄຟລ໌ຂອງໂຄງການ ລວມຢູ່ໃນໄຟລ໌ດຽວ: ໜ້າສຳລັບອ່ານ ແລະ ຂໍ້ມູນດຽວກັນສຳລັບໂປຣແກຣມ.',
  'privacy.download': 'ດາວໂຫຼດຂໍ້ມູນຂອງຂ້ອຍ',
  'privacy.downloaded': 'ດາວໂຫຼດໄຟລ໌ແລ້ວ.',
  'privacy.export': 'ສົ່ງອອກຂໍ້ມູນສ່ວນຕົວ',
}
