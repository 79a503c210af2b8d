import type { Directory } from "./directory.ts";
import type { Question } from "./fit.ts";

/** Whether a server for chatting speaks a language asked for and has room: what "Chatting in Danish" promises. */
export function canChatIn(directory: Directory, question: Question): boolean {
  const chat: Question = { ...question, kind: "microblog", topics: [], signup: "any" };
  const { fitting, full } = directory.recommend(chat, 0);
  return fitting > full;
}
