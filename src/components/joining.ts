import type { Registrations } from "#core/instance.ts";
import type { IconName } from "./icons.ts";

const ICONS: Readonly<Record<Registrations, IconName>> = {
  open: "door",
  approval: "letter",
  invite: "key",
  closed: "shut",
  unknown: "info",
};

/** The icon that goes with a way of joining; its word is `common.joining.<registrations>.word`. */
export function joiningIcon(registrations: Registrations): IconName {
  return ICONS[registrations];
}
