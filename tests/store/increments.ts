import { openStore } from "#store/open.ts";

// A process of its own that adds 1 to a setting again and again: `node increments.ts <store> <key> <times>`.
const [url = "", key = "", times = "0"] = process.argv.slice(2);
const store = await openStore(url, { migrate: true });
for (let done = 0; done < Number(times); done++) {
  await store.settings.update(key, (value) => String(Number(value ?? 0) + 1));
}
await store.close();
