import { describe, expect, test } from 'vitest';
import {
  areaCodeTable,
  pinyinTable,
  regionTable,
  simplifiedTable,
} from '../../../../../bench/matching-fit/cut-tables.ts';
import { otherReadings, usualReadings } from '../../../../../functions/shared/domain/matching/tables/readings.ts';
import { areaCodes, regionNames } from '../../../../../functions/shared/domain/matching/tables/region-names.ts';
import { simplifiedPairs } from '../../../../../functions/shared/domain/matching/tables/simplified.ts';

describe('the tables cut out of packages', () => {
  test('given the packages installed, when the tables are cut again, then they are the ones in use', () => {
    const simplified = simplifiedTable();
    expect(simplifiedPairs).toBe(simplified);
    expect({ usual: usualReadings, others: otherReadings }).toEqual(pinyinTable(simplified));
    expect(regionNames).toBe(regionTable());
    expect(areaCodes).toBe(areaCodeTable());
  });
});
