import { getArgumentValues, getVariableValues, GraphQLError, Kind, separateOperations, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/**
 * Refuses an operation with a value that an argument does not take. A variable that may be null passes validation even for
 * an argument that may not, and would fail in the middle of execution like a fault of ours.
 * @throws GraphQLError BAD_USER_INPUT
 * @see https://spec.graphql.org/October2021/#sel-GALdFABABDBB9PTzV
 */
export function requireArguments(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): void {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return;
  const types = new TypeInfo(schema);
  const check = visitWithTypeInfo(types, {
    [Kind.FIELD]: (field) => {
      const definition = types.getFieldDef();
      if (definition) getArgumentValues(definition, field, coerced);
    },
  });
  try {
    visit(separateOperations(document)[operation.name?.value ?? ''] ?? document, check);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
  }
}
