// A made-up log, to try the page: three months of a small studio.

const MEMBERS = ["Ada", "Ben", "Chidi", "Dana", "Emeka"];
const PROJECTS = ["Spring campaign", "Trailer", "Website"];
const MODELS: readonly (readonly [name: string, credits: number, share: number])[] = [
  ["Still 2", 4, 0.62], ["Clip 3", 48, 0.9], ["Upscale", 2, 0.97], ["Voice", 12.5, 1],
];
const FIRST = Date.UTC(2026, 8, 1);
const DAYS = 91;

/** The same rows each time. */
export function sampleLog(): File {
  const next = random(7);
  const lines = ["Job ID,Created At,User,Project,Model,Count,Status,Credits"];
  for (let day = 0; day < DAYS; day += 1) {
    const weekday = (new Date(FIRST + day * 86_400_000).getUTCDay() + 6) % 7;
    const jobs = Math.round((weekday < 5 ? 34 : 7) * (0.7 + day / DAYS) * (0.6 + 0.8 * next()));
    for (let job = 0; job < jobs; job += 1) lines.push(row(day, lines.length, next));
  }
  return new File([`${lines.join("\n")}\n`], "example.csv", { type: "text/csv" });
}

function row(day: number, number: number, next: () => number): string {
  const at = new Date(FIRST + day * 86_400_000 + Math.floor((8 + 11 * next()) * 3600) * 1000);
  const member = MEMBERS[Math.floor(MEMBERS.length * next() ** 1.7)];
  const project = PROJECTS[Math.floor(PROJECTS.length * next())];
  const chosen = next();
  const [model, credits] = MODELS.find(([, , share]) => chosen < share) ?? ["Still 2", 4];
  const count = 1 + Math.floor(4 * next() ** 3);
  const failed = next() < 0.03;
  const cells = [`job-${number}`, at.toISOString(), member, project, model, count, failed ? "failed" : "success"];
  return [...cells, failed ? 0 : count * credits].join(",");
}

/** Numbers from 0 to below 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
