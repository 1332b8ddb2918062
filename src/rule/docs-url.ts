/** Where a rule's page stands on the web: one constant for editors (ESLint's `docs.url`), SARIF and the command line. */

/** The project's address; everything public is below it. */
export const PROJECT_URL = 'https://github.com/closewait/closewait';

/** The page of a rule, by its bare name. */
export function docsUrlOf(rule: string): string {
  return `${PROJECT_URL}/blob/main/rules/${rule}.md`;
}
