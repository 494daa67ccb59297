import { describe, expect, test } from 'vitest';
import { allStates, stepOf, waits } from './ad-sales-machine.ts';
import { contractFinding, type Sale, startSale } from './sale.ts';

/** Every case played in this file, for the last test: nothing of the machine may be left unvisited. */
const played: Sale[] = [];

async function sale(options: Parameters<typeof startSale>[0] = {}): Promise<Sale> {
  const started = await startSale(options);
  played.push(started);
  return started;
}

const openStates = (playing: Sale) => playing.open().map(({ state }) => state);

/** Where a wait that runs out, or a loop that turns too often, is decided, and how the case ends when it is closed. */
const scopes = {
  offer: { result: 'lost' },
  ad: { result: 'closed' },
  form: { result: 'closed' },
  seal: { result: 'closed' },
  order: { result: 'closed' },
} as const;

/** The loops: who refuses at which state, and where the case goes then. */
const loops = [
  { at: '4 Confirm the plan', outcome: 'refused', back: '2 Present the plan', scope: 'offer' },
  { at: '6 Review the contract', outcome: 'fails', back: '21 Revise the contract', scope: 'offer' },
  { at: '14 Preview and proofread', outcome: 'refused', back: '26 Submit revision notes', scope: 'ad' },
  { at: '19 Check the page', outcome: 'failed', back: '17 Publish the ad', scope: 'ad' },
  { at: '20 Confirm publication', outcome: 'refused', back: '19 Check the page', scope: 'ad' },
  { at: '23 Review, sign and stamp', outcome: 'refused', back: '22 Correct the publication form', scope: 'seal' },
  { at: '25 Review the order', outcome: 'refused', back: '24 Add the order', scope: 'order' },
] as const;

/** Refusals that lead to the states off the straight way. */
const detours: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '21 Revise the contract': { '6': 'fails' },
  '22 Correct the publication form': { '23': 'refused' },
  '26 Submit revision notes': { '14': 'refused' },
  '27 Revise the design': { '14': 'refused' },
};

function scopeOf(state: string): keyof typeof scopes {
  const within = waits.find(({ name }) => name === state)?.within ?? [];
  if (within.length === 0) return 'offer';
  if (within.length === 2) return /^2[23]/.test(state) ? 'seal' : 'order';
  return state.startsWith('22') ? 'form' : 'ad';
}

const codeOf = (state: string) => /^\d+/.exec(state)?.[0] ?? '';
const stepAt = (state: string) => {
  const wait = waits.find(({ name }) => name === state);
  return wait === undefined ? '' : stepOf(wait);
};

describe('a case without trouble', () => {
  test('goes straight through and ends published (AD-1)', async () => {
    // given
    const playing = await sale();
    // when
    await playing.finish();
    // then
    expect(playing.description().status).toBe('SUCCEEDED');
    expect(playing.output()).toEqual({ result: 'published', caseId: 'AD-20261122-7K3F9Q' });
    const offer = ['2', '3', '4', '5', '6', '8'];
    expect(playing.opened.map(({ step }) => step).slice(0, 6)).toEqual(offer);
    const inBranch = (...steps: string[]) =>
      playing.opened.map(({ step }) => step).filter((step) => steps.includes(step));
    const ad = ['9', '10', '11', '12', '13', '14', '16', '17', '18', '19', '20'];
    expect(inBranch(...ad)).toEqual(ad);
    expect(inBranch('22', '23', '23-collection')).toEqual(['22', '23', '23-collection']);
    expect(inBranch('22', '24', '25')).toEqual(['22', '24', '25']);
  });

  test('costs at most 40 state transitions', async () => {
    const playing = await sale();
    await playing.finish();
    expect(playing.entered().length).toBeLessThanOrEqual(40);
  });

  test('with one contract and one ad refused passes all 27 codes (AD-1)', async () => {
    const playing = await sale();
    await playing.reach('21 Revise the contract', detours['21 Revise the contract']);
    await playing.reach('27 Revise the design', detours['27 Revise the design']);
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
    const passed = new Set(playing.entered().map(codeOf));
    const codes = Array.from({ length: 27 }, (_, index) => String(index + 1));
    expect(codes.filter((code) => !passed.has(code))).toEqual([]);
  });

  test('tells the function of each wait which case, step and state it is, and when it was entered', async () => {
    const playing = await sale();
    await playing.finish();
    for (const task of playing.opened) {
      expect(task).toMatchObject({
        caseId: 'AD-20261122-7K3F9Q',
        state: expect.stringMatching(new RegExp(`^${codeOf(task.step)}`)),
        enteredTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        executionArn: playing.description().executionArn,
      });
    }
    expect(new Set(playing.opened.map(({ taskToken }) => taskToken)).size).toBe(playing.opened.length);
  });

  test('assistant and customer are told after each publication report (code 18)', async () => {
    const playing = await sale();
    await playing.reach('19 Check the page');
    expect(playing.calls('NotifyPublicationFunction')).toBe(1);
    await playing.decide('19', 'failed', 'wrong picture');
    await playing.finish();
    expect(playing.calls('NotifyPublicationFunction')).toBe(2);
  });
});

describe('the publication gate (AD-4)', () => {
  const waiting = '16 Publication gate';

  test('none, or not said, holds nothing up', async () => {
    for (const playing of [await sale(), await sale({ publicationGate: 'none' })]) {
      await playing.finish();
      expect(playing.entered()).not.toContain(waiting);
      expect(playing.output()).toMatchObject({ result: 'published' });
    }
  });

  test.each(['sealed', 'paid'] as const)(
    '%s: 16 waits until the gate opens, and what was said is not lost',
    async (gate) => {
      const playing = await sale({ publicationGate: gate });
      await playing.reach('14 Preview and proofread');
      await playing.decide('14', 'accepted', 'as agreed');
      await playing.finish();
      expect(playing.description().status).toBe('RUNNING');
      expect(playing.gates).toMatchObject([{ gate, issue: 0 }]);
      await playing.openGate();
      expect(playing.task('16').reason).toBe('as agreed');
      await playing.finish();
      expect(playing.output()).toMatchObject({ result: 'published' });
    },
  );

  test('a gate that stays shut is the manager’s to decide, who may wait on', async () => {
    const playing = await sale({ publicationGate: 'sealed' });
    await playing.finish();
    await playing.nobodyActs();
    expect(playing.open()).toMatchObject([{ state: 'Manager decides: ad', reason: `TimedOut: ${waiting}` }]);
    await playing.decide('escalation', 'continue');
    expect(playing.gates).toHaveLength(2);
    await playing.openGate();
    expect(openStates(playing)).toEqual(['16 Request publication']);
  });
});

describe('content that changes', () => {
  test('has the task opened again with another token, at the same entry of its state, and the case goes on', async () => {
    const playing = await sale();
    await playing.reach('6 Review the contract');
    const first = playing.task('6');
    await playing.recall('6');
    await playing.recall('6');
    const again = playing.task('6');
    expect(again).toMatchObject({ state: first.state, enteredTime: first.enteredTime });
    expect([first.issue, again.issue]).toEqual([0, 2]);
    expect(again.taskToken).not.toBe(first.taskToken);
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
  });
});

describe('before the offer', () => {
  test('a customer who did not pass intake ends the case by that name, and nobody is given a task (AD-6)', async () => {
    const playing = await sale({ failing: { CheckDuplicatesFunction: 'CustomerNotEntered' } });
    expect(playing.description()).toMatchObject({ status: 'FAILED', error: 'CustomerNotEntered' });
    expect(playing.opened).toEqual([]);
  });

  test('the check comes before the plan is presented (AD-6)', async () => {
    const playing = await sale();
    expect(playing.entered()).toEqual(['1 Promotion intent', '1 Check the customer', '2 Present the plan']);
  });

  test('a customer who declines ends the case as lost, with the reason (AD-3)', async () => {
    const playing = await sale();
    await playing.reach('4 Confirm the plan');
    await playing.decide('4', 'declined', 'no budget');
    expect(playing.output()).toMatchObject({ result: 'lost', reason: 'no budget' });
  });
});

describe('at the same time (AD-2)', () => {
  test('9 and 22 begin together, once the contract is confirmed', async () => {
    const playing = await sale();
    await playing.reach('8 Confirm the contract');
    await playing.decide('8');
    expect(openStates(playing)).toEqual(['9 Raise the design request', '22 Fill in the publication form']);
  });

  test('23 and 24 begin together, once the form is filled in', async () => {
    const playing = await sale();
    await playing.reach('22 Fill in the publication form');
    await playing.decide('22');
    expect(openStates(playing)).toEqual(['23 Review, sign and stamp', '24 Add the order']);
  });

  test.each([
    ['the ad', '20 Confirm publication', '20'],
    ['the collection', '23 Follow the collection', '23-collection'],
    ['the order', '25 Review the order', '25'],
  ])('the case goes on until %s has ended as well', async (_, last, step) => {
    const playing = await sale();
    await playing.reach(last);
    expect(playing.description().status).toBe('RUNNING');
    await playing.decide(step);
    expect(playing.description().status).toBe('SUCCEEDED');
  });
});

describe('refusals (AD-3)', () => {
  test.each(loops)('$at: $outcome goes to "$back", its reason with it', async ({ at, outcome, back }) => {
    // given
    const playing = await sale();
    await playing.reach(at);
    // when
    await playing.decide(stepAt(at), outcome, 'the price is wrong');
    // then
    expect(openStates(playing)).toEqual([back]);
    expect(playing.task(stepAt(back)).reason).toBe('the price is wrong');
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
  });

  test('a corrected publication form comes back to the seal with what was corrected', async () => {
    const playing = await sale();
    await playing.reach('22 Correct the publication form', detours['22 Correct the publication form']);
    await playing.decide('22', 'done', 'seal added');
    expect(playing.task('23').reason).toBe('seal added');
  });

  test('revision notes carry the customer’s reason to 26, and the notes’ remark to 27 and 13', async () => {
    const playing = await sale();
    await playing.reach('14 Preview and proofread');
    await playing.decide('14', 'refused', 'logo too small');
    await playing.decide('26', 'done', 'see notes');
    expect(playing.task('27').reason).toBe('see notes');
    await playing.decide('27', 'done', 'logo twice as large');
    expect(playing.task('13').reason).toBe('logo twice as large');
  });

  test('what each step remarks reaches the next, and nobody else', async () => {
    const playing = await sale();
    for (let [task] = playing.open(); task !== undefined; [task] = playing.open()) {
      await playing.decide(task.step, undefined, `remark of ${task.step}`);
    }
    const heard = Object.fromEntries(
      playing.opened.map(({ step, reason }) => [step, reason.replace('remark of ', '')]),
    );
    const before = {
      2: '',
      3: '2',
      4: '3',
      5: '4',
      6: '5',
      8: '6',
      9: '',
      10: '9',
      11: '10',
      12: '11',
      13: '12',
      14: '13',
    };
    const after = {
      16: '14',
      17: '16',
      18: '17',
      19: '18',
      20: '19',
      22: '',
      23: '22',
      '23-collection': '23',
      24: '22',
    };
    expect(heard).toEqual({ ...before, ...after, 25: '24' });
  });

  test('a revised contract is checked by rule and reviewed again', async () => {
    const playing = await sale();
    await playing.reach('21 Revise the contract', detours['21 Revise the contract']);
    await playing.decide('21', 'done', 'total corrected');
    expect(playing.calls('ReviewContractFunction')).toBe(2);
    expect(playing.task('6')).toMatchObject({ reason: 'total corrected', findings: [contractFinding] });
  });

  test.each(loops)('$at: more than maxTurns times go to the sales manager', async ({ at, outcome, back, scope }) => {
    const playing = await sale({ maxTurns: 2 });
    for (const turn of [1, 2]) {
      await playing.reach(at);
      await playing.decide(stepAt(at), outcome, `reason ${turn}`);
      expect(openStates(playing)).toEqual([back]);
    }
    await playing.reach(at);
    await playing.decide(stepAt(at), outcome, 'reason 3');
    expect(playing.open()).toMatchObject([
      { step: 'escalation', state: `Manager decides: ${scope}`, reason: 'TurnLimit: reason 3' },
    ]);
  });

  test.each(loops)('$at: the manager continues, and the last reason is not forgotten', async (loop) => {
    const playing = await sale({ maxTurns: 1 });
    for (const reason of ['reason 1', 'reason 2']) {
      await playing.reach(loop.at);
      await playing.decide(stepAt(loop.at), loop.outcome, reason);
    }
    await playing.decide('escalation', 'continue', 'one more try');
    expect(openStates(playing)).toEqual([loop.back]);
    expect(playing.task(stepAt(loop.back)).reason).toBe('reason 2\none more try');
    // and the count begins anew
    await playing.reach(loop.at);
    await playing.decide(stepAt(loop.at), loop.outcome, 'reason 3');
    expect(openStates(playing)).toEqual([loop.back]);
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
  });

  test('with the default of 5 the sixth refusal is escalated, the fifth is not', async () => {
    const playing = await sale();
    for (let turn = 1; turn <= 5; turn += 1) {
      await playing.reach('6 Review the contract');
      await playing.decide('6', 'fails', 'not yet');
      expect(openStates(playing)).toEqual(['21 Revise the contract']);
    }
    await playing.reach('6 Review the contract');
    await playing.decide('6', 'fails', 'still not');
    expect(openStates(playing)).toEqual(['Manager decides: offer']);
  });
});

describe('nobody acts', () => {
  const acting = waits.filter(({ name }) => !name.startsWith('Manager')).map(({ name }) => name);

  test.each(acting)('%s: after its time the manager is asked, and the case goes on where it stopped', async (state) => {
    // given
    const playing = await sale();
    await playing.reach(state, detours[state]);
    const { reason } = playing.task(stepAt(state));
    // when
    await playing.nobodyActs();
    // then
    expect(playing.open()).toMatchObject([
      { step: 'escalation', state: `Manager decides: ${scopeOf(state)}`, reason: `TimedOut: ${state}` },
    ]);
    // when the manager continues without a word
    await playing.decide('escalation', 'continue');
    expect(openStates(playing)).toEqual([state]);
    expect(playing.task(stepAt(state)).reason).toBe(reason);
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
  });

  test('a second wait of the same state, long after, is another task', async () => {
    const playing = await sale();
    await playing.nobodyActs();
    await playing.decide('escalation', 'continue');
    const [first, , second] = playing.opened;
    expect(first?.state).toBe(second?.state);
    expect(first?.enteredTime).not.toBe(second?.enteredTime);
  });

  test('two branches that stand still are asked about separately', async () => {
    const playing = await sale();
    await playing.reach('8 Confirm the contract');
    await playing.decide('8');
    await playing.nobodyActs();
    expect(openStates(playing)).toEqual(['Manager decides: ad', 'Manager decides: form']);
  });

  const places = { offer: '2', ad: '9', form: '22', seal: '23', order: '24' } as const;
  const firstOf = (scope: keyof typeof places) =>
    acting.find((state) => codeOf(state) === places[scope] && scopeOf(state) === scope) ?? '';

  test.each(Object.entries(scopes))('the manager closes in the scope "%s": the case ends %o', async (scope, end) => {
    const playing = await sale();
    await playing.reach(firstOf(scope as keyof typeof scopes));
    await playing.nobodyActs();
    await playing.decide('escalation', 'close', 'the customer is gone');
    expect(playing.description().status).toBe('SUCCEEDED');
    expect(playing.output()).toMatchObject({ ...end, reason: 'the customer is gone' });
    expect(playing.open()).toEqual([]);
  });

  test.each(Object.entries(scopes))(
    'a manager who does not act in the scope "%s" closes it: %o',
    async (scope, end) => {
      const playing = await sale();
      await playing.reach(firstOf(scope as keyof typeof scopes));
      await playing.nobodyActs();
      await playing.nobodyActs();
      expect(playing.output()).toMatchObject({ ...end, reason: `TimedOut: Manager decides: ${scope}` });
    },
  );

  test('closing one branch ends what the other waits for', async () => {
    const playing = await sale({ maxTurns: 1 });
    await playing.reach('8 Confirm the contract');
    await playing.decide('8');
    await playing.decide('22');
    for (const reason of ['no stamp', 'no stamp again']) {
      await playing.decide('23', 'refused', reason);
      if (playing.open().some(({ step }) => step === '22')) await playing.decide('22');
    }
    expect(openStates(playing)).toEqual(['9 Raise the design request', '24 Add the order', 'Manager decides: seal']);
    await playing.decide('escalation', 'close', 'not worth it');
    expect(playing.output()).toMatchObject({ result: 'closed', reason: 'not worth it' });
    expect(playing.open()).toEqual([]);
  });
});

describe('rule checks', () => {
  test('the contract’s findings reach its reviewer, one or none alike', async () => {
    for (const findings of [[], [contractFinding], [contractFinding, contractFinding]]) {
      const playing = await sale({ findings });
      await playing.reach('6 Review the contract');
      expect(playing.task('6').findings).toEqual(findings);
    }
  });

  test('the order’s findings reach its reviewer, and are made anew when the review is continued', async () => {
    const playing = await sale({ findings: [contractFinding] });
    await playing.reach('25 Review the order');
    expect(playing.task('25').findings).toEqual([contractFinding]);
    await playing.nobodyActs();
    await playing.decide('escalation', 'continue');
    expect(playing.calls('ReviewOrderFunction')).toBe(2);
    expect(playing.task('25').findings).toEqual([contractFinding]);
  });
});

describe('technical trouble', () => {
  test('a passing failure is tried again, for the same entry of the state', async () => {
    const playing = await sale();
    await playing.reach('3 Publish the quote');
    playing.fail('OpenTaskFunction', 'TransientFailure', 'Lambda.TooManyRequestsException', 'Sandbox.Timedout');
    await playing.decide('3');
    expect(playing.open()).toEqual([]);
    await playing.wait(120);
    expect(openStates(playing)).toEqual(['4 Confirm the plan']);
    expect(playing.task('4').enteredTime).toBe(new Date(Date.UTC(2026, 10, 22, 1)).toISOString());
  });

  test('an error of our own fails the case at once, and a redrive goes on from there', async () => {
    const playing = await sale();
    await playing.reach('3 Publish the quote');
    playing.fail('OpenTaskFunction', 'InputInvalid');
    await playing.decide('3');
    expect(playing.description()).toMatchObject({ status: 'FAILED', error: 'InputInvalid' });
    await playing.redrive();
    expect(openStates(playing)).toEqual(['4 Confirm the plan']);
    await playing.finish();
    expect(playing.output()).toMatchObject({ result: 'published' });
  });

  test('a cancelled case waits for nobody', async () => {
    const playing = await sale();
    await playing.reach('8 Confirm the contract');
    await playing.decide('8');
    await playing.stop();
    expect(playing.description()).toMatchObject({ status: 'ABORTED', error: 'CaseCancelled' });
    expect(playing.open()).toEqual([]);
  });
});

describe('coverage of the machine by the tests above', () => {
  test('every state is entered', () => {
    const entered = new Set(played.flatMap((playing) => playing.entered()));
    expect(allStates.map(({ name }) => name).filter((name) => !entered.has(name))).toEqual([]);
  });

  test('every rule and every default of every choice is taken', () => {
    const taken = new Set(played.flatMap((playing) => playing.choices()));
    const there = allStates.flatMap(({ name, Choices = [], Default }) =>
      [...Choices.map(({ Next }) => Next), ...(Default === undefined ? [] : [Default])].map(
        (next) => `${name} → ${next}`,
      ),
    );
    expect(there.filter((choice) => !taken.has(choice))).toEqual([]);
  });
});
