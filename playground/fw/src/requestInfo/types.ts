/** What the framework knows of the request being answered. */
export interface RequestInfo {
  id: string;
}
