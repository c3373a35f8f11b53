import { relative } from 'node:path';
import ts from 'typescript';

/** Names of exports, `src/shared/ids.ts#PersonId`, as read from the source by the compiler. */
export type Exports = Readonly<{ parsers: readonly string[]; messages: readonly string[] }>;

/**
 * Finds what must be registered in `registry.tsx`, by the convention that stands there.
 *
 * @param rootDir the directory of tsconfig.json
 */
export function findExports(rootDir: string): Exports {
  const config = ts.readConfigFile(`${rootDir}/tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, rootDir);
  const sources = fileNames.filter((path) => isSource(relative(rootDir, path)));
  const program = ts.createProgram(sources, options, hostThatReads(options, /^(\.|zod$|@slack\/types$)/));
  const checker = program.getTypeChecker();
  const found = sources.flatMap((path) => {
    const file = program.getSourceFile(path);
    const module = file && checker.getSymbolAtLocation(file);
    const exported = module === undefined ? [] : checker.getExportsOfModule(module);
    return exported
      .filter((symbol) => (symbol.flags & ts.SymbolFlags.Value) !== 0)
      .map((symbol) => ({
        path: relative(rootDir, path),
        name: symbol.name,
        type: checker.getTypeOfSymbol(symbol),
      }));
  });
  const named = (kind: (one: Exported) => boolean) => found.filter(kind).map(({ path, name }) => `${path}#${name}`);
  return { parsers: named(isParser), messages: named(isMessage) };
}

/** The types of other packages judge nothing here, and reading them all takes many times as long. */
function hostThatReads(options: ts.CompilerOptions, wanted: RegExp): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(process.cwd(), (name) => name, options);
  host.resolveModuleNameLiterals = (literals, containingFile, redirected, _, file) =>
    literals.map((literal) => {
      if (/\/src\//.test(containingFile) && !wanted.test(literal.text)) return { resolvedModule: undefined };
      const mode = ts.getModeForUsageLocation(file, literal, options);
      return ts.resolveModuleName(literal.text, containingFile, options, host, cache, redirected, mode);
    });
  return host;
}

type Exported = Readonly<{ path: string; name: string; type: ts.Type }>;

const isSource = (path: string) => /^src\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path);

function isParser({ name, type }: Exported): boolean {
  if (isSchema(type)) return true;
  const [signature] = type.getCallSignatures();
  if (signature === undefined || isLater(signature.getReturnType())) return false;
  return isSchema(signature.getReturnType()) || /^(parse|read)[A-Z]/.test(name) || takesAnything(signature);
}

function isMessage({ path, type }: Exported): boolean {
  const [signature] = type.getCallSignatures();
  if (signature === undefined || path.startsWith('src/shared/')) return false;
  return /\/(messages|parts)\.tsx$/.test(path) || whatPeopleSee.has(signature.getReturnType().getSymbol()?.name ?? '');
}

const whatPeopleSee = new Set(['MessageContent', 'ModalView', 'HomeView']);

const isSchema = (type: ts.Type) => type.getProperty('safeParse') !== undefined;

/** Promises, and what yields bit by bit: these read files or the database. */
const isLater = (type: ts.Type) => type.getProperty('then') !== undefined || type.getProperty('next') !== undefined;

function takesAnything(signature: ts.Signature): boolean {
  const [first] = signature.getParameters();
  const declared = first?.valueDeclaration;
  if (declared === undefined || !ts.isParameter(declared)) return false;
  return declared.type?.kind === ts.SyntaxKind.UnknownKeyword;
}
