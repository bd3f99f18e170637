/** The environment is read in libs/config alone, so that one table shows every setting. */
export const environmentInConfig = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { elsewhere: 'Read the environment through AttestConfig of @attest/config; only libs/config touches process.env.' },
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'elsewhere' });
    const isEnv = (node) => (node.type === 'Identifier' && node.name === 'env') || (node.type === 'Literal' && node.value === 'env');
    const isProcess = (node) => node?.type === 'Identifier' && node.name === 'process';
    return {
      MemberExpression(node) {
        if (isProcess(node.object) && isEnv(node.property)) report(node);
      },
      VariableDeclarator(node) {
        if (isProcess(node.init) && node.id.type === 'ObjectPattern' && node.id.properties.some((property) => property.type === 'RestElement' || isEnv(property.key))) report(node);
      },
      ImportDeclaration(node) {
        if (!/^(node:)?process$/.test(node.source.value)) return;
        if (node.specifiers.some((specifier) => specifier.type === 'ImportSpecifier' && isEnv(specifier.imported))) report(node);
      },
    };
  },
};
