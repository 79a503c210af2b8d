import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { fields, raw } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Page = fields({ data: fields({ content: raw }) });

/** Loops: NodeInfo, and its "about" page, the one part of its API that its robots.txt opens. */
export const loops: Reader = {
  software: ["loops"],
  async claims(asked) {
    const page = asked.isThorough
      ? await asked.getOptionalJson(`https://${asked.domain}/api/v1/page/content?slug=platform/about`)
      : null;
    return claimsOf(page, asked);
  },
};

function claimsOf(page: unknown, known: Known): Claims {
  const { domain, base } = known;
  const about = furtherText(Page.parse(page).data.content, base.description, known);
  const [termsUrl, privacyUrl] = [ownPageOf("/terms", domain), ownPageOf("/privacy", domain)];
  return { ...base, details: { ...base.details, about, termsUrl, privacyUrl } };
}
