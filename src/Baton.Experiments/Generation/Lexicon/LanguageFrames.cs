using System.Collections.Frozen;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>What people write around a message in one language. Each text is whole; the message stays untouched between them.</summary>
internal sealed record LanguageFrames
{
    /// <summary>The language's code.</summary>
    public required string Code { get; init; }

    /// <summary>Greetings of formal letters, with their marks.</summary>
    public required string[] FormalGreetings { get; init; }

    /// <summary>Closings of formal letters.</summary>
    public required string[] FormalClosings { get; init; }

    /// <summary>Greetings among friends, with their marks.</summary>
    public required string[] CasualGreetings { get; init; }

    /// <summary>Closings among friends.</summary>
    public required string[] CasualClosings { get; init; }

    /// <summary>Sentences before a long-winded message.</summary>
    public required string[] Openers { get; init; }

    /// <summary>Sentences behind a long-winded message.</summary>
    public required string[] Tails { get; init; }

    /// <summary>Asks, in this language, for an answer in this language.</summary>
    public required string AnswerHere { get; init; }

    /// <summary>The languages there are frames for.</summary>
    public static IReadOnlyList<LanguageFrames> All { get; } =
    [
        new()
        {
            Code = "de",
            FormalGreetings = ["Sehr geehrte Damen und Herren,", "Guten Tag,", "Sehr geehrtes Team,"],
            FormalClosings =
            [
                "Mit freundlichen Grüßen",
                "Für Ihre Mühe danke ich Ihnen im Voraus.",
                "Hochachtungsvoll",
            ],
            CasualGreetings = ["Hi,", "Hey,", "Moin,", "Hallo zusammen,"],
            CasualClosings = ["Danke dir!", "LG", "Merci schon mal :)"],
            Openers =
            [
                "Ich hoffe, Sie können mir weiterhelfen.",
                "Ich habe eine Frage, die mich schon länger beschäftigt.",
                "Entschuldigen Sie bitte die Störung.",
            ],
            Tails =
            [
                "Für eine ausführliche Antwort wäre ich sehr dankbar.",
                "Ich habe selbst schon danach gesucht, aber nichts gefunden.",
                "Vielen Dank für Ihre Zeit und Ihre Geduld.",
            ],
            AnswerHere = "Bitte antworten Sie auf Deutsch.",
        },
        new()
        {
            Code = "fr",
            FormalGreetings = ["Madame, Monsieur,", "Bonjour,", "Chère équipe,"],
            FormalClosings =
            [
                "Cordialement",
                "Je vous remercie par avance.",
                "Veuillez agréer mes salutations distinguées.",
            ],
            CasualGreetings = ["Salut,", "Coucou,", "Hello,"],
            CasualClosings = ["Merci !", "À plus", "Merci d'avance :)"],
            Openers =
            [
                "J'espère que vous pourrez m'aider.",
                "J'ai une question qui me préoccupe depuis un moment.",
                "Excusez-moi de vous déranger.",
            ],
            Tails =
            [
                "Une réponse détaillée me serait très utile.",
                "J'ai déjà cherché de mon côté, sans succès.",
                "Merci beaucoup pour votre temps et votre patience.",
            ],
            AnswerHere = "Merci de répondre en français.",
        },
        new()
        {
            Code = "es",
            FormalGreetings = ["Estimados señores:", "Buenos días:", "A quien corresponda:"],
            FormalClosings = ["Atentamente", "Les agradezco de antemano su respuesta.", "Reciban un cordial saludo."],
            CasualGreetings = ["Hola,", "Buenas,", "Oye,"],
            CasualClosings = ["¡Gracias!", "Un saludo", "Gracias de antemano :)"],
            Openers = ["Espero que puedan ayudarme.", "Tengo una duda desde hace tiempo.", "Disculpen la molestia."],
            Tails =
            [
                "Les agradecería una respuesta detallada.",
                "Ya he buscado por mi cuenta y no he encontrado nada.",
                "Muchas gracias por su tiempo y su paciencia.",
            ],
            AnswerHere = "Por favor, respondan en español.",
        },
        new()
        {
            Code = "it",
            FormalGreetings = ["Gentili signori,", "Buongiorno,", "Spettabile azienda,"],
            FormalClosings = ["Cordiali saluti", "Vi ringrazio in anticipo.", "Distinti saluti"],
            CasualGreetings = ["Ciao,", "Ehi,", "Salve,"],
            CasualClosings = ["Grazie!", "A presto", "Grazie mille :)"],
            Openers = ["Spero che possiate aiutarmi.", "Ho una domanda che mi pongo da tempo.", "Scusate il disturbo."],
            Tails =
            [
                "Una risposta dettagliata mi sarebbe molto utile.",
                "Ho già cercato da solo senza trovare nulla.",
                "Grazie mille per il vostro tempo e la vostra pazienza.",
            ],
            AnswerHere = "Per favore rispondete in italiano.",
        },
        new()
        {
            Code = "pt",
            FormalGreetings = ["Prezados senhores,", "Bom dia,", "A quem possa interessar,"],
            FormalClosings = ["Atenciosamente", "Agradeço desde já a atenção.", "Com os melhores cumprimentos"],
            CasualGreetings = ["Oi,", "Olá,", "E aí,"],
            CasualClosings = ["Obrigado!", "Abraço", "Valeu :)"],
            Openers = ["Espero que possam me ajudar.", "Tenho uma dúvida há algum tempo.", "Desculpem o incômodo."],
            Tails =
            [
                "Uma resposta detalhada seria muito útil.",
                "Já procurei por conta própria e não encontrei nada.",
                "Muito obrigado pelo seu tempo e pela paciência.",
            ],
            AnswerHere = "Por favor, respondam em português.",
        },
        new()
        {
            Code = "nl",
            FormalGreetings = ["Geachte heer of mevrouw,", "Goedendag,", "Beste team,"],
            FormalClosings = ["Met vriendelijke groet", "Bij voorbaat dank voor uw antwoord.", "Hoogachtend"],
            CasualGreetings = ["Hoi,", "Hey,", "Hallo,"],
            CasualClosings = ["Bedankt!", "Groetjes", "Alvast bedankt :)"],
            Openers =
            [
                "Ik hoop dat u mij kunt helpen.",
                "Ik zit al een tijdje met een vraag.",
                "Sorry dat ik u stoor.",
            ],
            Tails =
            [
                "Een uitgebreid antwoord zou mij erg helpen.",
                "Ik heb zelf al gezocht, maar niets gevonden.",
                "Hartelijk dank voor uw tijd en uw geduld.",
            ],
            AnswerHere = "Graag een antwoord in het Nederlands.",
        },
        new()
        {
            Code = "pl",
            FormalGreetings = ["Szanowni Państwo,", "Dzień dobry,"],
            FormalClosings = ["Z poważaniem", "Z góry dziękuję za odpowiedź."],
            CasualGreetings = ["Cześć,", "Hej,"],
            CasualClosings = ["Dzięki!", "Pozdrawiam"],
            Openers = ["Mam nadzieję, że mogą mi Państwo pomóc.", "Przepraszam, że przeszkadzam."],
            Tails = ["Będę wdzięczny za szczegółową odpowiedź.", "Dziękuję za poświęcony czas i cierpliwość."],
            AnswerHere = "Proszę o odpowiedź po polsku.",
        },
        new()
        {
            Code = "sv",
            FormalGreetings = ["Bästa mottagare,", "God dag,"],
            FormalClosings = ["Med vänliga hälsningar", "Tack på förhand för ert svar."],
            CasualGreetings = ["Hej,", "Tjena,"],
            CasualClosings = ["Tack!", "Ha det bra"],
            Openers = ["Jag hoppas att ni kan hjälpa mig.", "Ursäkta att jag stör."],
            Tails = ["Ett utförligt svar vore till stor hjälp.", "Tack så mycket för er tid och ert tålamod."],
            AnswerHere = "Svara gärna på svenska.",
        },
        new()
        {
            Code = "tr",
            FormalGreetings = ["Sayın yetkili,", "İyi günler,"],
            FormalClosings = ["Saygılarımla", "Şimdiden teşekkür ederim."],
            CasualGreetings = ["Selam,", "Merhaba,"],
            CasualClosings = ["Teşekkürler!", "Sağ olun"],
            Openers = ["Umarım bana yardımcı olabilirsiniz.", "Rahatsız ettiğim için özür dilerim."],
            Tails = ["Ayrıntılı bir cevap çok işime yarar.", "Zamanınız ve sabrınız için çok teşekkür ederim."],
            AnswerHere = "Lütfen Türkçe cevap verin.",
        },
        new()
        {
            Code = "ru",
            FormalGreetings = ["Уважаемые дамы и господа!", "Добрый день!"],
            FormalClosings = ["С уважением", "Заранее благодарю за ответ."],
            CasualGreetings = ["Привет!", "Здравствуйте!"],
            CasualClosings = ["Спасибо!", "Заранее спасибо :)"],
            Openers = ["Надеюсь, вы сможете мне помочь.", "Извините за беспокойство."],
            Tails = ["Буду очень благодарен за подробный ответ.", "Большое спасибо за ваше время и терпение."],
            AnswerHere = "Пожалуйста, ответьте по-русски.",
        },
        new()
        {
            Code = "ko",
            FormalGreetings = ["안녕하십니까.", "담당자님께 문의드립니다.", "안녕하세요, 고객센터 담당자님."],
            FormalClosings = ["답변 부탁드립니다. 감사합니다.", "미리 감사드립니다.", "확인해 주시면 감사하겠습니다."],
            CasualGreetings = ["안녕!", "저기요,", "안녕하세요~"],
            CasualClosings = ["고마워요!", "ㅎㅎ 부탁해요", "감사해요~"],
            Openers = ["도와주실 수 있으면 좋겠습니다.", "바쁘신데 죄송합니다.", "한참 전부터 궁금했던 것이 있습니다."],
            Tails =
            [
                "자세히 알려 주시면 정말 감사하겠습니다.",
                "직접 찾아봤지만 답을 찾지 못했습니다.",
                "시간 내 주셔서 감사합니다.",
            ],
            AnswerHere = "한국어로 답변해 주세요.",
        },
        new()
        {
            Code = "ja",
            FormalGreetings = ["お世話になっております。", "突然のご連絡失礼いたします。", "ご担当者様"],
            FormalClosings = ["何卒よろしくお願いいたします。", "ご回答いただけますと幸いです。"],
            CasualGreetings = ["こんにちは!", "どうも、"],
            CasualClosings = ["よろしく!", "ありがとう!"],
            Openers = ["助けていただけると嬉しいです。", "お忙しいところすみません。"],
            Tails = ["詳しく教えていただけると大変助かります。", "自分でも調べましたが、見つかりませんでした。"],
            AnswerHere = "日本語で答えてください。",
        },
        new()
        {
            Code = "zh",
            FormalGreetings = ["尊敬的客服人员:", "您好,"],
            FormalClosings = ["此致敬礼", "期待您的回复,谢谢。"],
            CasualGreetings = ["嗨,", "你好呀,"],
            CasualClosings = ["谢啦!", "多谢~"],
            Openers = ["希望您能帮我一下。", "不好意思打扰了。"],
            Tails = ["如果能详细说明,我将非常感激。", "我自己查过了,但没有找到答案。"],
            AnswerHere = "请用中文回答。",
        },
    ];

    private static readonly FrozenDictionary<string, LanguageFrames> ByCode = All.ToFrozenDictionary(
        frames => frames.Code,
        StringComparer.Ordinal
    );

    /// <summary>The frames of a language, or <see langword="null"/> where there are none.</summary>
    public static LanguageFrames? Find(string code) => ByCode.GetValueOrDefault(code);
}
