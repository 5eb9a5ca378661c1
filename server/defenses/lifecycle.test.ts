import { describe, expect, test } from 'vitest'
import { DefenseStatus } from '../../contract/defenses.ts'
import { holdsPlace, isSchedulable, missingOf, nextStates } from './lifecycle.ts'

describe('the states of a defense', () => {
  test('can be scheduled before it takes place, also again', () => {
    expect(DefenseStatus.options.filter(isSchedulable)).toEqual(['unscheduled', 'scheduled', 'postponed'])
  })

  test('run from scheduled over in progress to completed', () => {
    expect(nextStates('scheduled')).toContain('in_progress')
    expect(nextStates('in_progress')).toContain('completed')
    expect(nextStates('scheduled')).not.toContain('completed')
  })

  test('end with completed and cancelled', () => {
    expect(nextStates('completed')).toEqual([])
    expect(nextStates('cancelled')).toEqual([])
  })

  test('are never reached by hand when they need a date', () => {
    expect(DefenseStatus.options.flatMap(nextStates)).not.toContain('scheduled')
  })

  test('hold a room unless it is given back', () => {
    expect(DefenseStatus.options.filter(holdsPlace)).toEqual(['scheduled', 'in_progress', 'completed'])
  })
})

describe('what is missing', () => {
  test('is told in full', () => {
    const missing = missingOf({ projectStatus: 'pending', documentApproved: false, seats: 2 })
    expect(missing).toEqual(['project.approved', 'document.pre_defense', 'committee.complete'])
  })

  test('is nothing for an approved project with its document and three seats', () => {
    expect(missingOf({ projectStatus: 'approved', documentApproved: true, seats: 3 })).toEqual([])
  })
})
