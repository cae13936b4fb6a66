export type Memory = ReturnType<typeof createMemory>;

/** What this tab keeps across a reload; nothing where storage is off. */
export function createMemory(prefix: string) {
  return {
    recall(name: string): string | null {
      try { return sessionStorage.getItem(prefix + name); } catch { return null; }
    },
    remember(name: string, value: string): void {
      try { sessionStorage.setItem(prefix + name, value); } catch { /* Forgotten. */ }
    },
  };
}
