import type { messages as source } from '../en/privacy.ts'

export const messages: Record<keyof typeof source, string> = {
  'privacy.own': 'ข้อมูลของคุณ',
  'privacy.ownHint': 'ทุกอย่างที่เก็บไว้เกี่ยวกับคุณ พร้อมไฟล์ของโครงงาน รวมอยู่ในไฟล์เดียว: หน้าสำหรับอ่าน และข้อมูลเดียวกันสำหรับโปรแกรม',
  'privacy.download': 'ดาวน์โหลดข้อมูลของฉัน',
  'privacy.downloaded': 'ดาวน์โหลดไฟล์แล้ว',
  'privacy.export': 'ส่งออกข้อมูลส่วนบุคคล',
}
