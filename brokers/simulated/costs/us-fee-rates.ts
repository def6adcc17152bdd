import type { DecimalInput } from '../../../src/core/money.js';
import type { IsoDate } from '../../../src/core/time.js';

/** A rate and the first date on which it holds. */
export interface DatedRate {
  readonly from: IsoDate;
  readonly rate: DecimalInput;
}

/** A rate per share with its maximum for one trade. */
export interface DatedCappedRate extends DatedRate {
  readonly maximum: DecimalInput;
}

/**
 * Dollars per million dollars of sales under Section 31 of the Securities Exchange Act, known from 2008-04-01 to the order for
 * fiscal year 2026; the last rate goes on until a newer one is given.
 *
 * Sources: the SEC's fee rate advisories (sec.gov/rules-regulations/fee-rate-advisories) for fiscal years 2009 to 2026, among them press
 * releases 2009-100, 2009-270, 2010-255, 2012-232, 2015-8, 2016-2, 2017-111, 2018-67, 2019-30, 2020-7, 2021-8, 2022-60 and 2023-15 and
 * the orders 34-96724 (2023) and 34-104909 (2026); FINRA's information notices of 3/10/08, 3/10/10, 3/3/14, 3/15/16, 5/7/18, 2/3/20,
 * 2/16/21 and 4/24/25. Since fiscal year 2012 a new rate
 * holds from the 60th day after the appropriation (15 U.S.C. 78ee(j)), which gives the same dates but for 2012-04-01, a mid-year change.
 */
export const SEC_RATES: readonly DatedRate[] = [
  { from: '2008-04-01', rate: '5.60' },
  { from: '2009-04-10', rate: '25.70' },
  { from: '2010-01-15', rate: '12.70' },
  { from: '2010-04-01', rate: '16.90' },
  { from: '2011-01-21', rate: '19.20' },
  { from: '2012-02-21', rate: '18.00' },
  { from: '2012-04-01', rate: '22.40' },
  { from: '2013-05-25', rate: '17.40' },
  { from: '2014-03-18', rate: '22.10' },
  { from: '2015-02-14', rate: '18.40' },
  { from: '2016-02-16', rate: '21.80' },
  { from: '2017-07-04', rate: '23.10' },
  { from: '2018-05-22', rate: '13.00' },
  { from: '2019-04-16', rate: '20.70' },
  { from: '2020-02-18', rate: '22.10' },
  { from: '2021-02-25', rate: '5.10' },
  { from: '2022-05-14', rate: '22.90' },
  { from: '2023-02-27', rate: '8.00' },
  { from: '2024-05-22', rate: '27.80' },
  { from: '2025-05-14', rate: '0.00' },
  { from: '2026-04-04', rate: '20.60' },
];

/**
 * Dollars per share sold and at most in one trade, of equities under FINRA's By-Laws, Schedule A, Section 1: known from 2005-06-01
 * (the rate had then been in force for some time) to 2026; the last rate goes on until a newer one is given.
 *
 * Sources: FINRA's regulatory notices 11-27 (which also names the rate before it), 12-06 and 12-31; the fee schedule of
 * SR-FINRA-2020-032 (85 FR 66592; 2020 to 2024); SR-FINRA-2024-019 (release 34-101696, 89 FR 93709; none new in 2025; of
 * its steps from 2026 to 2029 the table has the first).
 */
export const TAF_RATES: readonly DatedCappedRate[] = [
  { from: '2005-06-01', rate: '0.000075', maximum: '3.75' },
  { from: '2011-07-01', rate: '0.000090', maximum: '4.50' },
  { from: '2012-03-01', rate: '0.000095', maximum: '4.75' },
  { from: '2012-07-01', rate: '0.000119', maximum: '5.95' },
  { from: '2022-01-01', rate: '0.000130', maximum: '6.49' },
  { from: '2023-01-01', rate: '0.000145', maximum: '7.27' },
  { from: '2024-01-01', rate: '0.000166', maximum: '8.30' },
  { from: '2026-01-01', rate: '0.000195', maximum: '9.79' },
];
