import { isLocale } from "#site/i18n/index.ts";

/** Pages that take a posted form, without their locale; nothing else on the site takes a POST. */
const FORM_PAGES: readonly RegExp[] = [
  /^\/feedback$/,
  /^\/list$/,
  /^\/manage\/[^/]+\/(prove|sessions|leave|return|steer|pause|pause-link)$/,
];

const READING = ["GET", "HEAD", "OPTIONS"];
const READING_AND_FORMS = ["GET", "HEAD", "POST", "OPTIONS"];

/** Which methods a path takes, whether or not there is anything; a slash at its end changes nothing. */
export function methodsAt(path: string): readonly string[] {
  const [, first = "", ...rest] = path.replace(/\/+$/, "").split("/");
  const page = isLocale(first) ? `/${rest.join("/")}` : `/${[first, ...rest].join("/")}`;
  return FORM_PAGES.some((form) => form.test(page)) ? READING_AND_FORMS : READING;
}
