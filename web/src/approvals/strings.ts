export const approvals = {
  title: 'Approvals',
  lead: 'What waits for your phone, and what you answered.',
  none: 'Nothing waits for you',
  noneDetail: 'When an agent wants to change something, it stands here until you answer on your phone.',
}
