import { conversationSheet } from './conversation.js';
import { frameSheet } from './frame.js';
import { listSheet } from './list.js';
import { themeSheet } from './theme.js';

export const inboxSheets = [themeSheet, frameSheet, listSheet, conversationSheet];
