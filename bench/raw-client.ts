import { MongoClient } from 'mongodb';

/** The raw driver, for what the app is compared with: the same write concern as the app's, nothing of the app. */
export async function rawClient(uri: string): Promise<MongoClient> {
  const client = new MongoClient(uri, {
    writeConcern: { w: 1, journal: true },
    retryWrites: false,
    retryReads: false,
  });
  return client.connect();
}
