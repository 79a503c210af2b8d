const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Endings of domains that everyone takes, whatever they mean. */
export const GENERAL_ENDINGS = words(`
  tech technology dev codes code engineer engineering computer software systems network digital cloud online web garden
  farm art media news cafe coffee beer bar pub pizza wine horse dog design studio gallery science space world town city
  zone land academy education community social club games game band rocks fun lol wtf energy eco green bio love health
  care center institute university cat
`);

/** Endings that towns and regions keep for themselves. Source: IANA's list of top-level domains. */
export const REGIONAL_ENDINGS = words(`
  berlin hamburg koeln cologne bayern ruhr saar nrw wien tirol zuerich swiss vlaanderen brussels gent amsterdam frl
  london scot wales cymru irish paris bzh alsace corsica quebec cat eus gal barcelona madrid nyc boston vegas miami africa
  tokyo osaka nagoya kyoto yokohama okinawa ryukyu taipei sydney melbourne istanbul ist moscow stockholm helsinki
  budapest capetown durban joburg rio dubai abudhabi krd tatar
`);
