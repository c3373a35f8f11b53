import type { Complaint } from '../complaint.js';
import { complain } from '../complaint.js';
import type { History } from '../history.js';
import { clocksApartMs } from '../settled.js';

/**
 * What payroll was told stands in one file, once: the files that lie there are those of the batches, letter by letter, and
 * name what the grants say that they were told. What was granted by the last export is in one.
 */
export function payroll(history: History): Complaint[] {
  return [...batchesInOrder(history), ...sameFiles(history), ...eachOnce(history), ...leftOut(history)];
}

function batchesInOrder({ batches }: History): Complaint[] {
  return batches.flatMap(({ _id, seq, state }, index) => [
    ...(seq === index + 1
      ? []
      : [complain('payroll', `${_id} is number ${seq}, and comes as number ${index + 1}`, [_id])]),
    ...(state === 'written' ? [] : [complain('payroll', `${_id} is still ${state}`, [_id])]),
  ]);
}

/** A batch that named only what had changed by its turn has no entries, and no file. */
function sameFiles({ batches, payrollFiles }: History): Complaint[] {
  const texts = batches.flatMap(({ file }) => (file === null || file.keys.length === 0 ? [] : [file.text]));
  const missing = batches.filter(
    ({ file }) => file !== null && file.keys.length > 0 && !payrollFiles.includes(file.text),
  );
  const strange = payrollFiles.filter((text) => !texts.includes(text));
  return [
    ...missing.map(({ _id }) => complain('payroll', `there is no file that says what ${_id} says`, [_id])),
    ...strange.map((text) => complain('payroll', `a file says what no batch says: ${text.slice(0, 80)}`, [])),
  ];
}

function eachOnce({ batches, grants }: History): Complaint[] {
  const batchOf = new Map<string, string>();
  const complaints: Complaint[] = [];
  for (const { _id, file } of batches)
    for (const key of file?.keys ?? []) {
      const earlier = batchOf.get(key);
      if (earlier !== undefined)
        complaints.push(complain('payroll', `${key} stands in ${earlier} and in ${_id}`, [key]));
      batchOf.set(key, _id);
    }
  const known = [...grants.values()].flatMap(({ payroll: entries }) => entries);
  const unsaid = known.filter(({ key, batchId }) => batchOf.get(key) !== batchId);
  const unknown = [...batchOf.keys()].filter((key) => !known.some((entry) => entry.key === key));
  return [
    ...complaints,
    ...unsaid.map(({ key, batchId }) =>
      complain('payroll', `${key} is not in ${batchId}, where its grant has it`, [key]),
    ),
    ...unknown.map((key) => complain('payroll', `${key} stands in a file, and its grant does not know it`, [key])),
  ];
}

function leftOut({ deeds, grants, facts }: History): Complaint[] {
  const last = deeds.findLast((deed) => deed.kind === 'command' && deed.what === 'export' && deed.how === 'done');
  if (last === undefined) return [];
  return [...grants.values()].flatMap(({ _id, due }) => {
    const latest = facts.get(_id)?.at(-1);
    const isOwed = due !== null && latest !== undefined && latest.at < last.atMs - clocksApartMs;
    return isOwed ? [complain('payroll', `${_id} is owed to payroll, and the last file does not name it`, [_id])] : [];
  });
}
