import type { Picker } from "./picker.ts";

/** How long an answer may take, and how long it may be, in characters. */
const TIMEOUT_MS = 10_000;
const MAX_LENGTH = 200_000;

/** Answers of this page by address, so that pickers with the same question share one request. */
const answers = new Map<string, Promise<Picker>>();

/** What the site answers at an address; rejects where it does not come, or is no answer. */
export function answerOf(address: string): Promise<Picker> {
  let answer = answers.get(address);
  if (!answer) {
    answer = ask(address);
    answers.set(address, answer);
    answer.catch(() => answers.delete(address));
  }
  return answer;
}

async function ask(address: string): Promise<Picker> {
  const response = await fetch(address, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!response.ok || !reader) throw new Error(`${address} answered ${response.status}`);
  let text = "";
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    text += value;
    if (text.length > MAX_LENGTH) {
      await reader.cancel();
      throw new Error(`${address} answered too much`);
    }
  }
  return JSON.parse(text);
}
