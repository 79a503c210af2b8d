import type { FieldProblem } from "#core/field-problem.ts";
import type { MessageKey, Translate } from "./index.ts";

/**
 * What is wrong with an answer and what is allowed, as a sentence.
 * @param label what the form calls the field
 */
export function problemText({ field, value, allowed }: FieldProblem, label: string, t: Translate): string {
  if (field === null) return t("form.problem.form");
  switch (allowed.rule) {
    case "given":
    case "once":
    case "readable":
    case "host":
      return t(`form.problem.${allowed.rule}`, { field: label, value });
    case "oneOf":
      return t("form.problem.oneOf", { field: label, value, values: allowed.values.join(", ") });
    case "day":
    case "webAddress":
      return t(`form.problem.${allowed.rule}`, { ...allowed, field: label, value });
    case "known":
      return t("form.problem.known", { field, values: allowed.fields.join(", ") });
    default: {
      const { rule, least, most } = allowed;
      const values = { field: label, value, least: least ?? 0, most: most ?? 0 };
      if (rule === "number" && least !== null && most !== null) return t("form.problem.number", values);
      const key: MessageKey = `form.problem.${rule}${most === null ? "Least" : "Most"}`;
      return t(key, values);
    }
  }
}
