export const runs = {
  threads: 'Chats',
  newThread: 'New chat',
  noThreads: 'Your chats come here.',
  chat: 'Chat',
  welcome: 'What shall be done?',
  message: 'Message',
  placeholder: 'Ask your agent …',
  send: 'Send',
}
