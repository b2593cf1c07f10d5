import { Activity, BarChart3, Download, Eye, Image, LogIn, LogOut, MessageSquare, Pencil, Search, Settings, Share2, Star, Trash2, Upload, UserPlus, type LucideIcon } from "lucide-react";

const icons: [RegExp, LucideIcon][] = [
  [/log_?out|sign_?out/, LogOut], [/log_?in|sign_?in/, LogIn], [/regist|sign_?up|join/, UserPlus], [/message|chat|conversation/, MessageSquare], [/image|picture|imagine|generat/, Image],
  [/download|export/, Download], [/upload|import/, Upload], [/delet|remov/, Trash2], [/edit|updat|chang|renam/, Pencil], [/search/, Search], [/shar/, Share2], [/stat|analytic|dashboard/, BarChart3],
  [/setting|config/, Settings], [/favou?rite|like|rate|star|pin/, Star], [/view|open|visit/, Eye],
];

/** A picture for what a user did, guessed from its name. */
export function activityIcon(type: string): LucideIcon {
  return icons.find(([pattern]) => pattern.test(type.toLowerCase()))?.[1] ?? Activity;
}
