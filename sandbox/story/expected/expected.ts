export type Expected = Readonly<{
  slackId: string;
  name: string;
  zone: string;
  why: string;
  /** `date time  the beginning of the text`, in any order. */
  hears: readonly string[];
}>;

/** The names of certifications, as the sample company's file has them. */
export const shaft = 'Pennywhistle Safe Shaft Access';
export const heights = 'GWO Basic Safety Training: Working at Height';
export const firstAid = 'First aid at work (Betriebliche Ersthelfer)';
export const electrical = 'Electrical safety in the workplace (NFPA 70E)';
export const aws = 'AWS Certified Solutions Architect - Associate';
export const desk = 'HDI Support Center Analyst';
export const azure = 'Microsoft Certified: Azure Administrator Associate';
export const itil = 'ITIL 4 Foundation';
export const consulting = 'Pennywhistle Consulting Level 1';
export const warden = 'Fire warden (Brandschutz- und Evakuierungshelfer)';
export const kubernetes = 'Certified Kubernetes Administrator';
export const google = 'Google Cloud Certified Professional Cloud Architect';
export const security = 'CompTIA Security+';
export const forklift = 'Powered industrial truck operator (29 CFR 1910.178)';
