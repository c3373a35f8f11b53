import { expectations } from './expectation.js';
import { heardBy, postedIn, problemsOf, readEffects } from './problems.js';

/**
 * Judges the story. Reads the effect log, which the app cannot write, and the database as it was left; imports nothing of
 * the app. Prints what the named people heard, and exits 1 when anybody heard what they should not have, or did not hear
 * what they should have.
 */
const [effectLog = '', mongodbUri = '', dbName = '', until = ''] = process.argv.slice(2);
const effects = readEffects(effectLog);
const posted = postedIn(effects);

for (const expected of expectations) {
  console.log(`\n${expected.name}: ${expected.why}`);
  const heard = heardBy(effects, expected);
  if (heard.length === 0) console.log('  hears nothing');
  for (const line of heard) console.log(`  ${line}`);
}
const problems = await problemsOf({ effectLog, mongodbUri, dbName }, until);
console.log(`\n${posted.length} messages to ${new Set(posted.map(({ user }) => user)).size} people.`);
if (problems.length > 0) {
  console.log(`\nNot as it should be (${problems.length}):`);
  for (const problem of problems.slice(0, 40)) console.log(`  ${problem}`);
  process.exit(1);
}
console.log('Everybody heard what they should have heard, once, at the right hour.');
