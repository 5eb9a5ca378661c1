import type { Words } from './shape.ts'

export const th: Words = {
  kinds: {
    majors: 'สาขาวิชา',
    classrooms: 'ห้องเรียน',
    advisors: 'อาจารย์ที่ปรึกษา',
    students: 'นักศึกษา',
    projects: 'โครงงาน',
  },
  headings: {
    majors: { name: ['ชื่อสาขาวิชา', 'ชื่อ', 'สาขาวิชา'], abbreviation: ['ตัวย่อ', 'ชื่อย่อ'] },
    classrooms: { name: ['ชื่อห้องเรียน', 'ชื่อ', 'ห้องเรียน'], major: ['สาขาวิชา', 'สาขา'] },
    advisors: {
      name: ['ชื่ออาจารย์', 'ชื่อ-นามสกุล', 'ชื่อ', 'อาจารย์ที่ปรึกษา'],
      supervising: ['โควตาที่ปรึกษา', 'โควตา'],
      chair: ['โควตาประธานกรรมการ'],
      second: ['โควตากรรมการคนที่ 2'],
      third: ['โควตากรรมการคนที่ 3'],
      majors: ['สาขาที่เชี่ยวชาญ', 'สาขาวิชาที่เชี่ยวชาญ'],
      email: ['อีเมล'],
    },
    students: {
      code: ['รหัสนักศึกษา', 'รหัส'],
      givenName: ['ชื่อ'],
      surname: ['นามสกุล'],
      gender: ['เพศ'],
      major: ['สาขาวิชา', 'สาขา'],
      classroom: ['ห้องเรียน', 'ห้อง'],
      telephone: ['โทรศัพท์', 'เบอร์โทร', 'เบอร์โทรศัพท์'],
      email: ['อีเมล'],
      status: ['สถานะ'],
      givenNameLatin: ['ชื่อ (อักษรละติน)'],
      surnameLatin: ['นามสกุล (อักษรละติน)'],
    },
    projects: {
      code: ['รหัสโครงงาน'],
      topicLo: ['หัวข้อ (ลาว)', 'หัวข้อภาษาลาว'],
      topicEn: ['หัวข้อ (อังกฤษ)', 'หัวข้อภาษาอังกฤษ'],
      advisor: ['ชื่ออาจารย์ที่ปรึกษา', 'อาจารย์ที่ปรึกษา'],
      members: ['รหัสนักศึกษา'],
      advisorEmail: ['อีเมลอาจารย์ที่ปรึกษา'],
    },
  },
  reasonHeading: 'ข้อผิดพลาด',
  errorsFile: 'แถวที่ไม่รับ',
  genders: { male: ['ชาย'], female: ['หญิง'], monk: ['พระภิกษุ', 'พระ'] },
  studentStatuses: { pending: ['รออนุมัติ'], approved: ['อนุมัติแล้ว', 'อนุมัติ'], rejected: ['ไม่อนุมัติ'] },
  roles: {
    student: 'นักศึกษา',
    advisor: 'อาจารย์ที่ปรึกษา',
    department_admin: 'ผู้ดูแลภาควิชา',
    admin: 'ผู้ดูแลระบบ',
  },
  all: ['ทั้งหมด', 'ทุกสาขา'],
  reasons: {
    'cell.missing': 'ช่องนี้ว่างไม่ได้',
    'cell.unknown': 'ไม่รู้จัก “{{value}}”',
    'cell.invalid': '“{{value}}” ใช้ในช่องนี้ไม่ได้',
    'cell.formula': 'ช่องนี้เป็นสูตรไม่ได้ โปรดพิมพ์ข้อความโดยตรง',
    'row.repeated': 'ซ้ำกับแถวที่ {{row}}',
    'permission.denied': 'แถวนี้เป็นของสาขาวิชาที่คุณไม่ได้ดูแล',
    'major.nameTaken': 'สาขาวิชา {{name}} ใช้ชื่อนี้แล้ว',
    'major.abbreviationTaken': 'สาขาวิชา {{name}} ใช้ตัวย่อนี้แล้ว',
    'classroom.otherMajor': 'ห้องเรียน {{classroom}} เป็นของ {{major}}',
    'student.codeFormat': '“{{value}}” ไม่ตรงรูปแบบรหัสนักศึกษา',
    'student.inUse': '{{code}} อยู่ในโครงงาน {{project}} แล้ว จึงเปลี่ยนสาขาวิชาไม่ได้',
    'student.notApproved': 'การลงทะเบียนของ {{code}} ยังไม่ได้รับอนุมัติ',
    'account.emailTaken': 'มีผู้อื่นใช้อีเมล {{value}} แล้ว',
    'account.loginTaken': 'มีผู้อื่นใช้ชื่อผู้ใช้ {{value}} แล้ว',
    'advisor.ambiguous': 'มี {{name}} หลายท่าน โปรดใส่อีเมลเพื่อแยกกัน',
    'advisor.unknown': 'ไม่มีอาจารย์ {{name}} ในปีการศึกษานี้',
    'advisor.full': '{{name}} รับเต็มจำนวนแล้ว (โควตา {{quota}})',
    'advisor.notSpecialised': '{{name}} ไม่เชี่ยวชาญสาขาวิชาของนักศึกษา',
    'project.studentTaken': '{{code}} อยู่ในโครงงาน {{project}} แล้ว',
    'project.tooManyMembers': 'โครงงานหนึ่งมีนักศึกษาได้ไม่เกิน {{maximum}} คน',
    'project.wrongState': 'สถานะของโครงงานไม่อนุญาตให้เปลี่ยนแล้ว',
  },
  letters: {
    passwordReset: {
      subject: 'ตั้งรหัสผ่านใหม่',
      text: `เรียน {{name}}

มีผู้ขอรหัสผ่านใหม่สำหรับบัญชี {{login}} ของท่านที่ {{faculty}} กรุณาเปิดลิงก์นี้ภายในหนึ่งชั่วโมงแล้วตั้งรหัสผ่านใหม่

{{link}}

ลิงก์นี้ใช้ได้เพียงครั้งเดียว หากท่านไม่ได้เป็นผู้ขอ ไม่ต้องดำเนินการใด ๆ รหัสผ่านของท่านยังคงเดิม`,
    },
    invitation: {
      subject: 'บัญชีของท่านที่ {{faculty}}',
      text: `เรียน {{name}}

ท่านมีบัญชีสำหรับระบบโครงงานจบการศึกษาของ {{faculty}} ชื่อผู้ใช้ของท่านคือ {{login}} กรุณาเปิดลิงก์นี้แล้วตั้งรหัสผ่านเพื่อเข้าสู่ระบบ

{{link}}

ลิงก์นี้ใช้ได้เพียงครั้งเดียว ภายใน {{days}} วัน`,
    },
  },
}
