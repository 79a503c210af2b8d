import type { Page, Server } from "../server.ts";
import { isNotClosed } from "./documents.ts";

/** Mastodon's older document, which many programs answer too. `version` is what it calls itself there. */
export function instanceV1(version: string, changes: (server: Server) => object = () => ({})): Page {
  return (server) => ({
    uri: server.localDomain,
    title: server.title,
    short_description: server.description,
    description: server.description,
    email: "",
    version,
    urls: { streaming_api: `wss://${server.domain}` },
    stats: { user_count: server.accounts, status_count: server.posts, domain_count: 9_000 },
    thumbnail: `https://${server.domain}/thumbnail.png`,
    languages: [server.language],
    registrations: isNotClosed(server),
    approval_required: server.registrations === "approval",
    invites_enabled: server.registrations === "invite",
    configuration: CONFIGURATION,
    contact_account: null,
    rules: RULES,
    ...changes(server),
  });
}

/** Mastodon's newer document. */
export function instanceV2(version: string, changes: (server: Server) => object = () => ({})): Page {
  return (server) => ({
    domain: server.localDomain,
    title: server.title,
    version,
    source_url: "https://source.example.org/code",
    description: server.description,
    usage: { users: { active_month: server.activeMonth } },
    thumbnail: { url: `https://${server.domain}/thumbnail.png` },
    languages: [server.language],
    configuration: { ...CONFIGURATION, translation: { enabled: false }, limited_federation: false },
    registrations: {
      enabled: isNotClosed(server),
      approval_required: server.registrations === "approval",
      reason_required: server.registrations === "approval",
      message: null,
      min_age: minimumAge(server),
      url: null,
    },
    contact: { email: "", account: null },
    rules: RULES,
    ...changes(server),
  });
}

const CONFIGURATION = {
  statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
  media_attachments: {
    supported_mime_types: ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "audio/ogg"],
    image_size_limit: 16_777_216,
    image_matrix_limit: 33_177_600,
    video_size_limit: 103_809_024,
    video_frame_rate_limit: 120,
  },
  polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
};

export const RULES = [
  "Be kind.",
  "Ask before you advertise.",
  "No hate, whoever it is about.",
  "Describe your pictures.",
].map((text, index) => ({ id: String(index + 1), text, hint: "" }));

export const minimumAge = ({ index }: Server) => (index % 3 === 0 ? 16 : null);
export const peers: Page = (server) => server.peers();
