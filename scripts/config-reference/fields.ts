import ts from 'typescript';

/** One field of a type, as a reader needs it. */
export interface Field {
  readonly name: string;
  /** As TypeScript writes it, or a word for what is explained elsewhere. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** Text of `@default`; empty where there is none. */
  readonly defaultValue: string;
}

/** The exported types of a package, read from its sources and their docstrings. */
export class TypeReader {
  private readonly checker: ts.TypeChecker;
  private readonly exports: ReadonlyMap<string, ts.Symbol>;

  /** @throws Error when the entry file cannot be read. */
  constructor(entry: string, configFile: string) {
    const { config } = ts.readConfigFile(configFile, ts.sys.readFile) as { config: { compilerOptions: object } };
    const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, types: ['node'], noEmit: true }, ts.sys.getCurrentDirectory());
    const program = ts.createProgram([entry], options);
    this.checker = program.getTypeChecker();
    const module = this.checker.getSymbolAtLocation(program.getSourceFile(entry) ?? fail(`${entry} cannot be read`));
    const symbols = this.checker.getExportsOfModule(module ?? fail(`${entry} exports nothing`));
    this.exports = new Map(symbols.map((symbol) => [symbol.name, symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol]));
  }

  /** Docstring of an export. */
  descriptionOf(name: string): string {
    return text(this.exported(name).getDocumentationComment(this.checker));
  }

  /** Type that an export declares. */
  typeOf(name: string): ts.Type {
    return this.checker.getDeclaredTypeOfSymbol(this.exported(name));
  }

  /** Type of the first parameter of an exported function. */
  optionsOf(name: string): ts.Type {
    const [signature] = this.checker.getTypeOfSymbol(this.exported(name)).getCallSignatures();
    const parameter = signature?.parameters[0] ?? fail(`${name} takes nothing`);
    return this.checker.getTypeOfSymbol(parameter);
  }

  /** Type of a field; of the values, where the field is a map by name; of the member that has most fields, where it is one of several. */
  inner(type: ts.Type, name: string): ts.Type {
    const field = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(type.getProperty(name) ?? fail(`there is no field ${name}`)));
    const members = field.isUnion() ? field.types : [field.getStringIndexType() ?? field.getNumberIndexType() ?? field];
    return members.reduce((most, one) => (one.getProperties().length > most.getProperties().length ? one : most));
  }

  /** Fields of a type: those that have to be given first, else as they are declared, what is special before what is shared. */
  fields(type: ts.Type): Field[] {
    const symbols = this.checker.getPropertiesOfType(type).filter(({ name }) => name !== 'kind' && name !== 'provision');
    return symbols
      .map((symbol) => ({ symbol, field: this.field(symbol) }))
      .sort((a, b) => Number(b.field.required) - Number(a.field.required) || comparePlaces(a.symbol, b.symbol))
      .map(({ field }) => field);
  }

  private field(symbol: ts.Symbol): Field {
    const tags = symbol.getJsDocTags(this.checker);
    return {
      name: symbol.name,
      type: this.shortType(this.checker.getNonNullableType(this.checker.getTypeOfSymbol(symbol))),
      required: (symbol.flags & ts.SymbolFlags.Optional) === 0,
      description: text(symbol.getDocumentationComment(this.checker)),
      defaultValue: text(tags.find(({ name }) => name === 'default')?.text ?? []),
    };
  }

  private shortType(type: ts.Type): string {
    if (this.checker.isArrayType(type)) return 'list';
    if (type.getStringIndexType()) return 'by name';
    if (type.isUnion() && type.types.some((one) => one.getProperties().length > 0 && (one.flags & ts.TypeFlags.Object) !== 0)) return 'object';
    return (type.flags & ts.TypeFlags.Object) === 0 ? this.checker.typeToString(type) : 'object';
  }

  private exported(name: string): ts.Symbol {
    return this.exports.get(name) ?? fail(`nothing exported is called ${name}`);
  }
}

function comparePlaces(a: ts.Symbol, b: ts.Symbol): number {
  const [one, other] = [a, b].map((symbol) => symbol.declarations?.[0]);
  if (!one || !other) return 0;
  return one.getSourceFile().fileName.localeCompare(other.getSourceFile().fileName) || one.pos - other.pos;
}

const text = (parts: readonly ts.SymbolDisplayPart[]): string => ts.displayPartsToString([...parts]).trim();

function fail(message: string): never {
  throw new Error(message);
}
