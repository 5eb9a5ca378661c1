import { describe, expect, it } from 'vitest'
import { sharedParts, similarity, topicKey } from './similarity.ts'

const threshold = 70

/** One topic twice: other order, other spelling, another formula around it, or a few words more. */
const same: [string, string][] = [
  [
    'The effect of service quality on customer loyalty of coffee shops',
    'Effects of service quality on customer loyalty at coffee shops',
  ],
  [
    'Service quality and customer loyalty of coffee shops in Vientiane',
    'Customer loyalty and service quality of Vientiane coffee shops',
  ],
  ['Online library management system', 'Library management system online'],
  [
    'Library management system for the Faculty of Economics',
    'A web-based library management system for the Faculty of Economics',
  ],
  [
    'Organisational behaviour and employee motivation in banks',
    'Organizational behavior and employee motivation in banks',
  ],
  [
    'A study of mobile payment affecting trust: a case study of online shops',
    'The effect of mobile payment on trust of online shops',
  ],
  [
    'Factors influencing the purchase decision of organic vegetables in Vientiane Capital',
    'Factors affecting purchase decisions for organic vegetables in Vientiane Capital',
  ],
  ['Inventory management of small retailers in Pakse', 'INVENTORY MANAGEMENT of small retailers in Pakse, Champasak'],
  ['Project managment system', 'Project management systems'],
  ['Development of a student registration system using web technology', 'Development of student registration system'],
  ['ລະບົບຄຸ້ມຄອງຫ້ອງສະໝຸດ', 'ລະບົບຄຸ້ມຄອງຫ້ອງສະຫມຸດ ອອນລາຍ'],
  ['ຜົນກະທົບຂອງຄຸນນະພາບການບໍລິການຕໍ່ຄວາມຈົງຮັກພັກດີຂອງຮ້ານກາເຟ', 'ການສຶກສາຄຸນນະພາບການບໍລິການທີ່ມີຜົນຕໍ່ຄວາມຈົງຮັກພັກດີ: ກໍລະນີສຶກສາ ຮ້ານກາເຟ'],
  ['ການນໍາໃຊ້ການຊໍາລະເງິນຜ່ານມືຖືຂອງນັກສຶກສາ', 'ການນຳໃຊ້ການຊຳລະເງິນຜ່ານມືຖື ຂອງນັກສຶກສາ ໃນນະຄອນຫຼວງວຽງຈັນ'],
  ['ປັດໄຈທີ່ສົ່ງຜົນຕໍ່ການຕັດສິນໃຈຊື້ຜັກອິນຊີໃນນະຄອນຫຼວງວຽງຈັນ', 'ປັດໃຈທີ່ມີຜົນຕໍ່ການຕັດສິນໃຈຊື້ຜັກອິນຊີຢູ່ນະຄອນຫລວງວຽງຈັນ'],
  ['ການບໍລິຫານຄວາມສ່ຽງ ແລະ ຜົນກຳໄລຂອງສະຫະກອນການເງິນ', 'ຜົນກຳໄລຂອງສະຫະກອນການເງິນ ແລະ ການບໍລິຫານຄວາມສ່ຽງ'],
  ['ผลกระทบของคุณภาพการบริการต่อความภักดีของลูกค้าร้านกาแฟ', 'การศึกษาคุณภาพการบริการที่มีผลต่อความภักดีของลูกค้า: กรณีศึกษา ร้านกาแฟ'],
  ['ระบบจัดการห้องสมุดออนไลน์', 'ระบบจัดการห้องสมุด'],
  ['ปัจจัยที่ส่งผลต่อการตัดสินใจซื้อผักอินทรีย์', 'ปัจจัยที่มีผลต่อการตัดสินใจซื้อผักอินทรีย์ในเวียงจันทน์'],
]

/** Two topics: the same formula or kind of system, about other things. */
const other: [string, string][] = [
  [
    'A study of mobile payment affecting trust: a case study of online shops',
    'A study of leadership affecting work performance: a case study of garment factories',
  ],
  [
    'The effect of brand image on profitability of hotels in Luang Prabang',
    'The effect of inventory management on business growth of coffee growers in Champasak Province',
  ],
  [
    'The effect of social media marketing on employee retention of coffee shops in Vientiane Capital',
    'The effect of social media marketing on employee retention of garment factories',
  ],
  [
    'Factors of risk management influencing trust at logistics companies',
    'Factors of work motivation influencing trust at logistics companies',
  ],
  ['Library management system', 'Hotel booking system'],
  ['Hospital queue management system', 'Library management system'],
  [
    'Development of a mobile application for learning English',
    'Development of a mobile application for selling vegetables',
  ],
  ['Solar power for rural schools', 'Customer loyalty of coffee shops'],
  [
    'ການສຶກສາແຮງຈູງໃຈໃນການເຮັດວຽກທີ່ມີຜົນຕໍ່ຄວາມໄວ້ວາງໃຈ: ກໍລະນີສຶກສາ ຊາວກະສິກອນປູກກາເຟ',
    'ການສຶກສາພາວະຜູ້ນຳທີ່ມີຜົນຕໍ່ຜົນກຳໄລ: ກໍລະນີສຶກສາ ໂຮງງານຕັດຫຍິບ',
  ],
  ['ຜົນກະທົບຂອງການບໍລິຫານຄວາມສ່ຽງຕໍ່ຄວາມສາມາດແຂ່ງຂັນຂອງໂຮງງານຕັດຫຍິບ', 'ຜົນກະທົບຂອງຄຸນນະພາບການບໍລິການຕໍ່ການເຕີບໂຕຂອງທຸລະກິດຂອງຮ້ານກາເຟ'],
  ['ລະບົບຄຸ້ມຄອງຫ້ອງສະໝຸດ', 'ລະບົບຈອງໂຮງແຮມ'],
  ['ປັດໄຈທີ່ສົ່ງຜົນຕໍ່ການຕັດສິນໃຈຊື້ຜັກອິນຊີ', 'ປັດໄຈທີ່ສົ່ງຜົນຕໍ່ການຮັກສາພະນັກງານ'],
  ['ระบบจัดการห้องสมุด', 'ระบบจองโรงแรม'],
  ['ผลกระทบของภาวะผู้นำต่อผลกำไรของโรงงาน', 'ผลกระทบของการตลาดออนไลน์ต่อความไว้วางใจของร้านกาแฟ'],
  ['การศึกษาแรงจูงใจที่มีผลต่อประสิทธิภาพการทำงาน: กรณีศึกษา ธนาคาร', 'การศึกษาการท่องเที่ยวที่มีผลต่อการเติบโตของธุรกิจ: กรณีศึกษา โรงแรม'],
]

const likeness = ([a, b]: [string, string]) => similarity(topicKey(a), topicKey(b))

describe('topicKey', () => {
  it('gives every spelling of a vowel, a cluster and a digit one form', () => {
    expect(topicKey('ນໍາ ນ\u0ecd\u0ec9\u0eb2')).toBe('ນຳ ນ\u0ec9\u0eb3')
    expect(topicKey('ຫນ ຫມ ຫລ ຫຼ')).toBe('ໜ ໝ ຫຼ ຫຼ')
    expect(topicKey('น\u0e4d\u0e32 น\u0e4d\u0e49\u0e32')).toBe('น\u0e33 น\u0e49\u0e33')
    expect(topicKey('ປີ ໒໐໒໖ ปี ๒๕๖๙')).toBe('ປີ 2026 ปี 2569')
    expect(topicKey('Cafe\u0301')).toBe('caf\u00e9')
  })

  it('lowers case, drops punctuation and invisible characters, and is stable', () => {
    const key = topicKey('  The “Effect”: of\u200b A/B—tests…\n(2026) ')
    expect(key).toBe('the effect of a b tests 2026')
    expect(topicKey(key)).toBe(key)
    expect(topicKey(' … ')).toBe('')
    expect(topicKey('ກ'.repeat(5000))).toHaveLength(1000)
  })
})

describe('similarity', () => {
  it.each(same)('holds %s | %s', (...pair) => {
    expect(likeness(pair)).toBeGreaterThanOrEqual(threshold)
  })

  it.each(other)('lets pass %s | %s', (...pair) => {
    expect(likeness(pair)).toBeLessThan(threshold)
  })

  it('is 100 only for the same key, 0 without one, and the same in both directions', () => {
    for (const [a, b] of [...same, ...other]) {
      expect(likeness([a, a])).toBe(100)
      expect(likeness([a, b])).toBe(likeness([b, a]))
      expect(likeness([a, b])).toBeLessThan(100)
    }
    expect(similarity('', '')).toBe(0)
    expect(similarity('a', '')).toBe(0)
    expect(similarity('ນ', '5')).toBe(0)
  })

  it('compares long runs without spaces in time', () => {
    const start = performance.now()
    similarity(topicKey('ການຕະຫຼາດ'.repeat(500)), topicKey('ການບໍລິການ'.repeat(500)))
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('sharedParts', () => {
  const shown = (text: string, other: string) =>
    sharedParts(text, topicKey(other)).map(([from, to]) => text.slice(from, to))

  it('gives the words of the subject where they stand, without the formula, neighbours as one', () => {
    const a = 'The effect of Service Quality on loyalty: service-quality of coffee shops'
    const b = 'A study of coffee shops: the quality of service'
    expect(shown(a, b)).toEqual(['Service Quality', 'service', 'quality', 'coffee shops'])
    expect(shown(a, '')).toEqual([])
    expect(shown(a, 'bamboo handicraft')).toEqual([])
  })

  it('finds them in Lao, however the same vowel is written', () => {
    expect(shown('ຄຸນນະພາບການບໍລິການ', 'ການບໍລິການ').join('')).toContain('ບໍລິການ')
    expect(shown('ນ້ໍາດື່ມ ໂຮງແຮມ', 'ນ້ຳດື່ມ').join('')).toContain('ນ້ໍາ')
  })
})
