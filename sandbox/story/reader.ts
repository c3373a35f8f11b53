import { readFileSync } from 'node:fs';

for (const line of readFileSync(process.argv[2]!, 'utf8').trim().split('\n')) {
  const e = JSON.parse(line);
  if (e.kind === 'message.posted' || e.kind === 'message.ephemeral' || e.kind === 'message.updated')
    console.log(e.at.slice(0, 19), e.kind, e.user, e.text);
}
