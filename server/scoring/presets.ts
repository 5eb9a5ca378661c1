import type { GradeBoundary } from '../../contract/scoring.ts'

/** What a new year starts with; the faculty changes it before scoring starts. Scores in points. */

interface Item {
  name: string
  maximum: number
}

export const presetAdvisor: readonly Item[] = [
  { name: 'ຄວາມຮັບຜິດຊອບ ແລະ ການເຂົ້າພົບອາຈານທີ່ປຶກສາ', maximum: 15 },
  { name: 'ຄວາມຄືບໜ້າຕາມແຜນການ', maximum: 15 },
  { name: 'ເນື້ອໃນ ແລະ ຄຸນນະພາບຂອງບົດໂຄງການ', maximum: 20 },
  { name: 'ຮູບແບບ ແລະ ການອ້າງອີງ', maximum: 10 },
]

export const presetCommittee: readonly Item[] = [
  { name: 'ການນຳສະເໜີ', maximum: 10 },
  { name: 'ການຕອບຄຳຖາມ', maximum: 10 },
  { name: 'ເນື້ອໃນຂອງບົດໂຄງການ', maximum: 15 },
  { name: 'ຮູບແບບຂອງເອກະສານ', maximum: 5 },
]

export const presetBoundaries: readonly GradeBoundary[] = [
  { grade: 'A', minimum: 80 },
  { grade: 'B+', minimum: 75 },
  { grade: 'B', minimum: 70 },
  { grade: 'C+', minimum: 65 },
  { grade: 'C', minimum: 60 },
  { grade: 'D+', minimum: 55 },
  { grade: 'D', minimum: 50 },
]
