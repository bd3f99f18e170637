import { ApolloArmor } from '@escape.tech/graphql-armor';
import { getNamedType, GraphQLError, isCompositeType, isInterfaceType, isObjectType, Kind, type DocumentNode, type FieldNode, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode, type ValidationContext, type ValidationRule } from 'graphql';
import { GatewayErrorCode } from '../errors/gateway.error.js';

/** What one operation may ask for, by HTTP and on a socket alike. Contents to import are variables and count for nothing here. */
export const operationLimits = {
  /** Nested fields. */
  depth: 12,
  /** Aliases, `__typename` included. */
  aliases: 15,
  /** Lexical tokens of the document. */
  tokens: 2_000,
  directives: 5,
  /** Cost by graphql-armor: 1 a field, 2 an object, times 1.5 a level, times a literal `first`. */
  cost: 10_000,
  /** Nodes that lists may return in all, with `first` from literals, variables and defaults multiplied down. */
  nodes: 20_000,
} as const;

/** Bytes of a request body at `/graphql` and of a message on the socket. */
export const bodyLimitBytes = 2 * 1024 * 1024;

const refuseAs = (sentence: string) => ({
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null) => {
      context?.reportError(tooLarge(sentence));
    },
  ],
});

/** Validation rules for depth, aliases, directives and cost. */
export function limitRules(): ValidationRule[] {
  const { depth, aliases, directives, cost } = operationLimits;
  const { validationRules } = new ApolloArmor({
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
    maxDepth: { n: depth, ignoreIntrospection: true, ...refuseAs(`This operation is nested too deeply: at most ${depth} levels.`) },
    maxAliases: { n: aliases, allowList: [], ...refuseAs(`This operation has too many aliases: at most ${aliases}.`) },
    maxDirectives: { n: directives, ...refuseAs(`This operation has too many directives: at most ${directives}.`) },
    costLimit: { maxCost: cost, ...refuseAs('This operation costs too much: ask for fewer fields or shorter lists.') },
  }).protect();
  return validationRules;
}

/**
 * Refuses an operation whose lists could return more nodes than one answer should hold.
 * @throws GraphQLError OPERATION_TOO_LARGE
 */
export function requireNodesWithinLimit(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): void {
  const nodes = countNodes(schema, document, operation, variables);
  if (nodes > operationLimits.nodes) throw tooLarge(`This operation could return ${nodes} records; at most ${operationLimits.nodes} at once. Ask for shorter lists.`);
}

/** Each fragment is counted once, so that fragments of fragments cannot make the counting itself expensive. */
function countNodes(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number {
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  const defaults = new Map(operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined]));
  const counted = new Map<string, number>();

  const inSelections = ({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): number => {
    let nodes = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) nodes += inField(selection, type);
      else if (selection.kind === Kind.INLINE_FRAGMENT) nodes += inSelections(selection.selectionSet, selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type);
      else nodes += inFragment(selection.name.value);
    }
    return nodes;
  };
  const inFragment = (name: string): number => {
    const known = counted.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || !fragment) return known ?? 0;
    counted.set(name, 0);
    const nodes = inSelections(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    counted.set(name, nodes);
    return nodes;
  };
  const inField = (field: FieldNode, parent: GraphQLNamedType | undefined): number => {
    if (!field.selectionSet) return 0;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition ? getNamedType(definition.type) : undefined;
    const inner = inSelections(field.selectionSet, isCompositeType(type) ? type : undefined);
    const first = definition?.args.find(({ name }) => name === 'first');
    if (!first) return inner;
    const items = askedFirst(field) ?? (typeof first.defaultValue === 'number' ? first.defaultValue : 1);
    return items * (1 + inner);
  };
  const askedFirst = (field: FieldNode): number | undefined => {
    const value = field.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return Math.max(0, Number(value.value));
    if (value?.kind !== Kind.VARIABLE) return undefined;
    const given = variables[value.name.value];
    return typeof given === 'number' ? Math.max(0, given) : defaults.get(value.name.value);
  };

  const root = schema.getRootType(operation.operation);
  return root ? inSelections(operation.selectionSet, root) : 0;
}

function tooLarge(sentence: string): GraphQLError {
  return new GraphQLError(sentence, { extensions: { code: GatewayErrorCode.OperationTooLarge, http: { status: 400 } } });
}
