export async function initProject(): Promise<void> { return Promise.resolve(); }
