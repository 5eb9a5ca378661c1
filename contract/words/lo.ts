import type { Words } from './shape.ts'

export const lo: Words = {
  kinds: {
    majors: 'ສາຂາວິຊາ',
    classrooms: 'ຫ້ອງຮຽນ',
    advisors: 'ອາຈານທີ່ປຶກສາ',
    students: 'ນັກສຶກສາ',
    projects: 'ໂຄງການ',
  },
  headings: {
    majors: { name: ['ຊື່ສາຂາວິຊາ', 'ຊື່', 'ສາຂາວິຊາ'], abbreviation: ['ຕົວຫຍໍ້', 'ຊື່ຫຍໍ້'] },
    classrooms: { name: ['ຊື່ຫ້ອງຮຽນ', 'ຊື່', 'ຫ້ອງຮຽນ'], major: ['ສາຂາວິຊາ', 'ສາຂາ'] },
    advisors: {
      name: ['ຊື່ອາຈານ', 'ຊື່ ແລະ ນາມສະກຸນ', 'ຊື່', 'ອາຈານທີ່ປຶກສາ'],
      supervising: ['ໂຄວຕາທີ່ປຶກສາ', 'ໂຄວຕາ'],
      chair: ['ໂຄວຕາປະທານກຳມະການ'],
      second: ['ໂຄວຕາກຳມະການຜູ້ທີ 2'],
      third: ['ໂຄວຕາກຳມະການຜູ້ທີ 3'],
      majors: ['ສາຂາທີ່ຊ່ຽວຊານ', 'ສາຂາວິຊາທີ່ຊ່ຽວຊານ'],
      email: ['ອີເມວ', 'ອີເມລ'],
    },
    students: {
      code: ['ລະຫັດນັກສຶກສາ', 'ລະຫັດ'],
      givenName: ['ຊື່'],
      surname: ['ນາມສະກຸນ'],
      gender: ['ເພດ'],
      major: ['ສາຂາວິຊາ', 'ສາຂາ'],
      classroom: ['ຫ້ອງຮຽນ', 'ຫ້ອງ'],
      telephone: ['ເບີໂທ', 'ເບີໂທລະສັບ', 'ໂທລະສັບ'],
      email: ['ອີເມວ', 'ອີເມລ'],
      status: ['ສະຖານະ'],
      givenNameLatin: ['ຊື່ (ອັກສອນລາຕິນ)'],
      surnameLatin: ['ນາມສະກຸນ (ອັກສອນລາຕິນ)'],
    },
    projects: {
      code: ['ລະຫັດໂຄງການ'],
      topicLo: ['ຫົວຂໍ້ (ລາວ)', 'ຫົວຂໍ້ພາສາລາວ'],
      topicEn: ['ຫົວຂໍ້ (ອັງກິດ)', 'ຫົວຂໍ້ພາສາອັງກິດ'],
      advisor: ['ຊື່ອາຈານທີ່ປຶກສາ', 'ອາຈານທີ່ປຶກສາ'],
      members: ['ລະຫັດນັກສຶກສາ'],
      advisorEmail: ['ອີເມວອາຈານທີ່ປຶກສາ'],
    },
  },
  reasonHeading: 'ຂໍ້ຜິດພາດ',
  errorsFile: 'ແຖວທີ່ບໍ່ຮັບ',
  genders: { male: ['ຊາຍ', 'ທ້າວ'], female: ['ຍິງ', 'ນາງ'], monk: ['ພຣະສົງ', 'ພະສົງ', 'ພຣະ', 'ພະ'] },
  studentStatuses: {
    pending: ['ລໍຖ້າອະນຸມັດ'],
    approved: ['ອະນຸມັດແລ້ວ', 'ອະນຸມັດ'],
    rejected: ['ບໍ່ອະນຸມັດ'],
  },
  roles: {
    student: 'ນັກສຶກສາ',
    advisor: 'ອາຈານທີ່ປຶກສາ',
    department_admin: 'ຜູ້ດູແລພາກວິຊາ',
    admin: 'ຜູ້ດູແລລະບົບ',
  },
  all: ['ທັງໝົດ', 'ທຸກສາຂາ'],
  reasons: {
    'cell.missing': 'ຊ່ອງນີ້ຫວ່າງບໍ່ໄດ້.',
    'cell.unknown': 'ບໍ່ຮູ້ຈັກ “{{value}}”.',
    'cell.invalid': '“{{value}}” ໃຊ້ໃນຊ່ອງນີ້ບໍ່ໄດ້.',
    'cell.formula': 'ຊ່ອງນີ້ເປັນສູດບໍ່ໄດ້; ກະລຸນາພິມຂໍ້ຄວາມໂດຍກົງ.',
    'row.repeated': 'ຊ້ຳກັບແຖວ {{row}}.',
    'permission.denied': 'ແຖວນີ້ເປັນຂອງສາຂາວິຊາທີ່ທ່ານບໍ່ໄດ້ດູແລ.',
    'major.nameTaken': 'ສາຂາວິຊາ {{name}} ໃຊ້ຊື່ນີ້ແລ້ວ.',
    'major.abbreviationTaken': 'ສາຂາວິຊາ {{name}} ໃຊ້ຕົວຫຍໍ້ນີ້ແລ້ວ.',
    'classroom.otherMajor': 'ຫ້ອງຮຽນ {{classroom}} ເປັນຂອງ {{major}}.',
    'student.codeFormat': '“{{value}}” ບໍ່ຖືກຮູບແບບລະຫັດນັກສຶກສາ.',
    'student.inUse': '{{code}} ຢູ່ໃນໂຄງການ {{project}} ແລ້ວ ຈຶ່ງປ່ຽນສາຂາວິຊາບໍ່ໄດ້.',
    'student.notApproved': 'ການລົງທະບຽນຂອງ {{code}} ຍັງບໍ່ໄດ້ຮັບການອະນຸມັດ.',
    'account.emailTaken': 'ມີຜູ້ອື່ນໃຊ້ອີເມວ {{value}} ແລ້ວ.',
    'account.loginTaken': 'ມີຜູ້ອື່ນໃຊ້ຊື່ຜູ້ໃຊ້ {{value}} ແລ້ວ.',
    'advisor.ambiguous': 'ມີ {{name}} ຫຼາຍທ່ານ; ກະລຸນາໃສ່ອີເມວເພື່ອແຍກກັນ.',
    'advisor.unknown': 'ບໍ່ມີອາຈານ {{name}} ໃນສົກຮຽນນີ້.',
    'advisor.full': '{{name}} ຮັບເຕັມຈຳນວນແລ້ວ (ໂຄວຕາ {{quota}}).',
    'advisor.notSpecialised': '{{name}} ບໍ່ໄດ້ຊ່ຽວຊານສາຂາວິຊາຂອງນັກສຶກສາ.',
    'project.studentTaken': '{{code}} ຢູ່ໃນໂຄງການ {{project}} ແລ້ວ.',
    'project.tooManyMembers': 'ໂຄງການໜຶ່ງມີນັກສຶກສາໄດ້ບໍ່ເກີນ {{maximum}} ຄົນ.',
    'project.wrongState': 'ສະຖານະຂອງໂຄງການບໍ່ອະນຸຍາດໃຫ້ປ່ຽນແລ້ວ.',
  },
  letters: {
    passwordReset: {
      subject: 'ຕັ້ງລະຫັດຜ່ານໃໝ່',
      text: `ສະບາຍດີ {{name}},

ມີຜູ້ຂໍລະຫັດຜ່ານໃໝ່ສຳລັບບັນຊີ {{login}} ຂອງທ່ານ ທີ່ {{faculty}}. ກະລຸນາເປີດລິ້ງນີ້ພາຍໃນໜຶ່ງຊົ່ວໂມງ ແລ້ວຕັ້ງລະຫັດຜ່ານໃໝ່:

{{link}}

ລິ້ງນີ້ໃຊ້ໄດ້ພຽງຄັ້ງດຽວ. ຖ້າທ່ານບໍ່ໄດ້ເປັນຜູ້ຂໍ ກໍບໍ່ຕ້ອງເຮັດຫຍັງ: ລະຫັດຜ່ານຂອງທ່ານຍັງຄືເກົ່າ.`,
    },
    invitation: {
      subject: 'ບັນຊີຂອງທ່ານ ທີ່ {{faculty}}',
      text: `ສະບາຍດີ {{name}},

ທ່ານມີບັນຊີສຳລັບລະບົບໂຄງການຈົບຊັ້ນ ຂອງ {{faculty}}. ຊື່ຜູ້ໃຊ້ຂອງທ່ານແມ່ນ {{login}}. ກະລຸນາເປີດລິ້ງນີ້ ແລ້ວຕັ້ງລະຫັດຜ່ານ ເພື່ອເຂົ້າສູ່ລະບົບ:

{{link}}

ລິ້ງນີ້ໃຊ້ໄດ້ພຽງຄັ້ງດຽວ ພາຍໃນ {{days}} ວັນ.`,
    },
  },
}
