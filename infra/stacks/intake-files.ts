/** The state machine that carries out imports: named where the API's stack, which comes first, can tell of it too. */
export const importCustomersFile = 'import-customers.asl.json';
