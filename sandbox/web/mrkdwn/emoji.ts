/** The sign of `:tada:`, or undefined for a name that is not among the usual ones: Slack, too, then shows the name. */
export function emojiSign(name: string): string | undefined {
  const [base = '', tone] = name.split('::skin-tone-');
  const sign = Object.hasOwn(signs, base) ? signs[base] : undefined;
  return sign && tone ? sign + String.fromCodePoint(0x1f3fa + Number(tone) - 1) : sign;
}

/** The signs of a text, each a match: families, flags and keycaps are one. */
export const emojiSigns =
  /(\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?:\ufe0f|(?=\p{EMod})))\p{EMod}?(?:[\u{e0020}-\u{e007f}]+|(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{EMod}?)*))/u;

const signs: Record<string, string> = Object.fromEntries(
  `+1 👍, thumbsup 👍, -1 👎, thumbsdown 👎, 100 💯, 1234 🔢, airplane ✈️, alarm_clock ⏰, arrow_down ⬇️, arrow_left ⬅️,
  arrow_right ➡️, arrow_up ⬆️, athletic_shoe 👟, balloon 🎈, bar_chart 📊, beers 🍻, bell 🔔, birthday 🎂, blue_heart 💙,
  blush 😊, book 📖, books 📚, boom 💥, briefcase 💼, bug 🐛, bulb 💡, cake 🍰, calendar 📆, date 📅, calling 📲, camera 📷,
  champagne 🍾, chart_with_upwards_trend 📈, white_check_mark ✅, heavy_check_mark ✔️, ballot_box_with_check ☑️,
  clap 👏, clipboard 📋, clock9 🕘, cloud ☁️, coffee ☕, computer 💻, confetti_ball 🎊, confused 😕, construction 🚧,
  cry 😢, dart 🎯, dog 🐶, door 🚪, email ✉️, envelope ✉️, exclamation ❗, eyes 👀, face_with_rolling_eyes 🙄, file_folder 📁,
  fire 🔥, first_place_medal 🥇, second_place_medal 🥈, third_place_medal 🥉, flushed 😳, folded_hands 🙏, pray 🙏, frowning 😦,
  gear ⚙️, gift 🎁, globe_with_meridians 🌐, green_heart 💚, grin 😁, grinning 😀, handshake 🤝, hankey 💩, heart ❤️,
  heart_eyes 😍, hourglass ⌛, hourglass_flowing_sand ⏳, hugging_face 🤗, information_source ℹ️, innocent 😇, joy 😂, key 🔑,
  label 🏷️, large_blue_circle 🔵, large_green_circle 🟢, large_yellow_circle 🟡, red_circle 🔴, laughing 😆, link 🔗, lock 🔒,
  loudspeaker 📢, mag 🔍, mailbox 📫, mega 📣, memo 📝, pencil 📝, mortar_board 🎓, muscle 💪, necktie 👔, neutral_face 😐,
  no_entry ⛔, no_entry_sign 🚫, ok ✅, ok_hand 👌, open_mouth 😮, page_facing_up 📄, paperclip 📎, partying_face 🥳, pensive 😔,
  phone ☎️, pizza 🍕, point_down 👇, point_left 👈, point_right 👉, point_up ☝️, pushpin 📌, question ❓, rainbow 🌈,
  raised_hand ✋, raised_hands 🙌, recycle ♻️, relaxed ☺️, relieved 😌, robot_face 🤖, rocket 🚀, rotating_light 🚨, runner 🏃,
  scream 😱, seedling 🌱, shield 🛡️, slightly_smiling_face 🙂, smile 😄, smiley 😃, smirk 😏, sob 😭, sparkles ✨,
  speech_balloon 💬, star ⭐, star2 🌟, stopwatch ⏱️, sun_with_face 🌞, sunglasses 😎, sunny ☀️, sweat_smile 😅, tada 🎉,
  thinking_face 🤔, thread 🧵, timer_clock ⏲️, trophy 🏆, medal 🏅, sports_medal 🏅, military_medal 🎖️, unlock 🔓,
  upside_down_face 🙃, v ✌️, warning ⚠️, wave 👋, wink 😉, wrench 🔧, writing_hand ✍️, x ❌, yellow_heart 💛, yum 😋, zap ⚡, zzz 💤`
    .split(',')
    .map((entry) => entry.trim().split(' ') as [string, string]),
);
