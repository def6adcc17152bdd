import { readFileSync } from 'node:fs';

/** One year of the golden file, whose own `spec` says what the fields mean. */
export interface GoldenYear {
  readonly sessions: number;
  readonly weekdayClosures: readonly string[];
  readonly specialSessions: readonly { readonly date: string; readonly openUtc: string; readonly closeUtc: string }[];
  readonly firstSessionOnDaylightTime: string;
  readonly lastSessionOnDaylightTime: string;
}

export function goldenYears(): readonly (readonly [year: string, facts: GoldenYear])[] {
  const text = readFileSync(new URL('../golden/calendar-xnys-2005-2014.json', import.meta.url), 'utf8');
  return Object.entries((JSON.parse(text) as { years: Record<string, GoldenYear> }).years);
}

/** Dates of SPY's daily bars; each line of the file is a month and its days. */
export function spyDates(): readonly string[] {
  const text = readFileSync(new URL('../golden/spy-session-dates.txt', import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [month, ...days] = line.split(' ');
      return days.map((day) => `${month}-${day}`);
    });
}

/**
 * Early closes from 1990 to 2030 at New York's clock, written down from the exchange's list of special closings (to
 * 2010) and its published holiday schedules (to 2028); 2029 and 2030 continue them.
 */
export const EARLY_CLOSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    1990: '12-24@14:00',
    1991: '12-24@14:00',
    1992: '11-27@14:00 12-24@14:00',
    1993: '11-26',
    1994: '11-25',
    1995: '07-03 11-24',
    1996: '07-05 11-29 12-24',
    1997: '07-03 11-28 12-24 12-26',
    1998: '11-27 12-24',
    1999: '11-26 12-31',
    2000: '07-03 11-24',
    2001: '07-03 11-23 12-24',
    2002: '07-05 11-29 12-24',
    2003: '07-03 11-28 12-24 12-26',
    2004: '11-26',
    2005: '11-25',
    2006: '07-03 11-24',
    2007: '07-03 11-23 12-24',
    2008: '07-03 11-28 12-24',
    2009: '11-27 12-24',
    2010: '11-26',
    2011: '11-25',
    2012: '07-03 11-23 12-24',
    2013: '07-03 11-29 12-24',
    2014: '07-03 11-28 12-24',
    2015: '11-27 12-24',
    2016: '11-25',
    2017: '07-03 11-24',
    2018: '07-03 11-23 12-24',
    2019: '07-03 11-29 12-24',
    2020: '11-27 12-24',
    2021: '11-26',
    2022: '11-25',
    2023: '07-03 11-24',
    2024: '07-03 11-29 12-24',
    2025: '07-03 11-28 12-24',
    2026: '11-27 12-24',
    2027: '11-26',
    2028: '07-03 11-24',
    2029: '07-03 11-23 12-24',
    2030: '07-03 11-29 12-24',
  }).flatMap(([year, list]) =>
    list.split(' ').map((item): [string, string] => {
      const [date, clock] = item.split('@');
      return [`${year}-${date}`, clock ?? '13:00'];
    }),
  ),
);

/** Weekdays without trading in years that neither the golden file nor SPY's dates cover, as the exchange published. */
export const CLOSURES: Readonly<Record<string, string>> = {
  1990: '01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25',
  1991: '01-01 02-18 03-29 05-27 07-04 09-02 11-28 12-25',
  1992: '01-01 02-17 04-17 05-25 07-03 09-07 11-26 12-25',
  2024: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
  2025: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
  2026: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
  2027: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
  2028: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25',
};

/** Mondays to Fridays of a year, by the platform's own UTC dates. */
export function weekdaysOf(year: number): readonly string[] {
  const days: string[] = [];
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 86_400_000) {
    const date = new Date(time);
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10));
  }
  return days;
}
