/** The words that others show too; apart from the view's own, which load with it. */
export const auditNames = { title: 'Audit' }
