/**
 * Month-day of Spring Festival, Qingming, Dragon Boat and Mid-Autumn by year, from 2027 on; earlier years have announced
 * arrangements. A test holds them against the lunar calendar of chinese-days.
 */
export const lunarFestivals: ReadonlyMap<string, readonly [string, string, string, string]> = new Map([
  ['2027', ['02-06', '04-05', '06-09', '09-15']],
  ['2028', ['01-26', '04-04', '05-28', '10-03']],
  ['2029', ['02-13', '04-04', '06-16', '09-22']],
  ['2030', ['02-03', '04-05', '06-05', '09-12']],
  ['2031', ['01-23', '04-05', '06-24', '10-01']],
  ['2032', ['02-11', '04-04', '06-12', '09-19']],
  ['2033', ['01-31', '04-04', '06-01', '09-08']],
  ['2034', ['02-19', '04-05', '06-20', '09-27']],
  ['2035', ['02-08', '04-05', '06-10', '09-16']],
]);
