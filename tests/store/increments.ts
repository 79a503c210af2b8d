import { openStore } from "#store/open.ts";

// A process of its own that adds 1 to an instance's accounts and to a setting, each in a transaction, again and again:
// `node increments.ts <store> <domain> <times>`.
const [url = "", domain = "", times = "0"] = process.argv.slice(2);
const store = await openStore(url, { migrate: true });
for (let done = 0; done < Number(times); done++) {
  await store.transaction(async (open) => {
    const instance = await open.instances.get(domain);
    if (instance !== null) await open.instances.put([{ ...instance, accounts: (instance.accounts ?? 0) + 1 }]);
  });
  await store.settings.update(domain, (value) => String(Number(value ?? 0) + 1));
}
await store.close();
