import { cardSheet } from './cards.js';
import { conversationSheet } from './conversation.js';
import { dialogSheet } from './dialogs.js';
import { frameSheet } from './frame.js';
import { listSheet } from './list.js';
import { newMessageSheet } from './new-message.js';
import { themeSheet } from './theme.js';

export const inboxSheets = [themeSheet, frameSheet, listSheet, conversationSheet, newMessageSheet, dialogSheet, cardSheet];
