import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** Ids of all nouns are strings that cannot be mixed up: a `PersonId` is never an `AssignmentId`. */
export type PersonId = string & z.$brand<'PersonId'>;
export type CertificationId = string & z.$brand<'CertificationId'>;
export type CredentialId = string & z.$brand<'CredentialId'>;
export type AssignmentId = string & z.$brand<'AssignmentId'>;
export type ProposalId = string & z.$brand<'ProposalId'>;
export type TrainingBlockId = string & z.$brand<'TrainingBlockId'>;
export type StudyPlanId = string & z.$brand<'StudyPlanId'>;
export type PostId = string & z.$brand<'PostId'>;
export type GrantId = string & z.$brand<'GrantId'>;

const id = <Brand extends string>(prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{8,40}$`))
    .brand<Brand>();

export const PersonId = id<'PersonId'>('per');
export const CredentialId = id<'CredentialId'>('cre');
export const AssignmentId = id<'AssignmentId'>('asg');
export const ProposalId = id<'ProposalId'>('pro');
export const TrainingBlockId = id<'TrainingBlockId'>('blk');
export const StudyPlanId = id<'StudyPlanId'>('pln');
export const PostId = id<'PostId'>('pst');
export const GrantId = id<'GrantId'>('grt');
/** A certification is named by its code: upper-case letters, digits, `-`, `+`, `.` and `_`, 2 to 40 characters. */
export const CertificationId = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9+._-]{1,39}$/, 'must be 2 to 40 capital letters, digits, "-", "+", "." or "_"')
  .brand<'CertificationId'>();

const random = () => randomUUID().replaceAll('-', '');
export const newPersonId = () => `per_${random()}` as PersonId;
export const newCredentialId = () => `cre_${random()}` as CredentialId;
export const newAssignmentId = () => `asg_${random()}` as AssignmentId;
export const newProposalId = () => `pro_${random()}` as ProposalId;
export const newTrainingBlockId = () => `blk_${random()}` as TrainingBlockId;
export const newStudyPlanId = () => `pln_${random()}` as StudyPlanId;
export const newPostId = () => `pst_${random()}` as PostId;
/** A credential is rewarded once: its grant has its number. */
export const grantIdOf = (credentialId: CredentialId) => credentialId.replace(/^cre_/, 'grt_') as GrantId;
