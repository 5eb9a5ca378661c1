import { describe, expect, it } from 'vitest'
import { guessedFirst, isGuessable } from './guessable.ts'

const known = ['155N1000/22', 'somchai@example.edu', 'Somchai Vongsa', 'ສົມໄຊ ວົງສາ', 'Faculty of Business', 'BM23']

describe('a password is guessed before long', () => {
  it.each([
    ['that is common', 'mailcreated5240'],
    ['that is common and filled up', 'Password2026!!!!!!'],
    ['that is of digits and filled up', '123456123!123!1'],
    ['that is filled up in front', '2026-2027-dragon'],
    ['that is common again and again', 'dragonDRAGONdrago'],
    ['that is a row of keys', 'qwertyuiopasdfgh'],
    ['that counts', '123456789012345'],
    ['that counts backwards', '987654321098765'],
    ['that repeats one sign', 'ກກກກກກກກກກກກກກກກ'],
    ['that repeats a year', '2026202620262026'],
    ['that is a name', 'SomchaiVongsa!!!'],
    ['that is a name in Lao', 'ສົມໄຊວົງສາສົມໄຊ12'],
    ['that is the faculty', 'faculty of business 2026'],
    ['that is the login', '155N1000/22-155N1000/22'],
    ['that is the program', 'bm23bm23bm23bm23'],
    ['in full-width signs', 'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ'],
  ])('%s', (_, password) => expect(isGuessable(password, known)).toBe(true))
})

describe('a password is not refused', () => {
  it.each([
    ['for common words in a row', 'correct horse battery'],
    ['for digits alone', '483920174650192'],
    ['for being Lao', 'ຂ້ອຍມັກກິນເຂົ້າໜຽວ'],
    ['for being Thai', 'ฉันชอบกินข้าวเหนียว'],
    ['for a name in a sentence', 'somchai never reads his mail'],
    ['for signs alone', '€#~?*¥{}%&/()=!§'],
    ['for being made by a program', 'x7Kq-93mf-ZZpw-41tt'],
  ])('%s', (_, password) => expect(isGuessable(password, known)).toBe(false))
})

it('knows five thousand', () => expect(new Set(guessedFirst).size).toBe(5_000))
