import { type Claims, ownPageOf } from "../claims.ts";
import { fields, prose } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Page = fields({ data: fields({ content: prose(4_000) }) });

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

function claimsOf(page: unknown, { domain, base }: Known): Claims {
  const about = Page.parse(page).data.content;
  const [termsUrl, privacyUrl] = [ownPageOf("/terms", domain), ownPageOf("/privacy", domain)];
  return { ...base, details: { ...base.details, about, termsUrl, privacyUrl } };
}
