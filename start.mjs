// Plain JavaScript on purpose: this file must run on any Node there is, to say what to do on one that is too old.
const OLDEST = 24;
const major = Number(process.versions.node.split(".")[0]);

if (major < OLDEST) {
  console.error(
    [
      `Rockpool needs Node ${OLDEST} or newer; this is Node ${process.versions.node}.`,
      "`npm ci` brings a Node of its own, unless development dependencies or install scripts are left out",
      "(--omit=dev, NODE_ENV=production, --ignore-scripts). Run a plain `npm ci`, then `npm start`;",
      "or install a newer Node from https://nodejs.org.",
    ].join("\n"),
  );
  process.exit(1);
}

await import("./src/commands/start.ts");
