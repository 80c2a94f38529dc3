using Chasqui.Messages;

namespace Chasqui.Consent;

/// <summary>An answer to a keyword; <c>{name}</c> is the business unit, <c>{sender}</c> the number it was sent to.</summary>
internal readonly record struct OptOutText(string Template)
{
    public string Write(string unitName, string senderAddress) =>
        Template.Replace("{sender}", senderAddress, StringComparison.Ordinal).Replace("{name}", unitName, StringComparison.Ordinal);
}

/// <summary>
/// The answers to STOP, START and HELP. Each names the sender's business and the way back, as carriers ask. The Latin ones are
/// worded so that GSM-7 holds them in one part.
/// </summary>
internal static class OptOutTexts
{
    private static readonly Dictionary<string, (string OptOut, string OptIn, string Help)> Texts = new(StringComparer.Ordinal)
    {
        ["en"] = (
            "{name}: you are unsubscribed and get no more messages. Reply START to resubscribe.",
            "{name}: you are subscribed again. Reply HELP for help, STOP to unsubscribe.",
            "{name}: contact us at {sender}. Message frequency varies. Msg & data rates may apply. Reply STOP to unsubscribe."),
        ["es"] = (
            "{name}: ya no recibe nuestros mensajes. Responda ALTA para volver a recibirlos.",
            "{name}: vuelve a recibir nuestros mensajes. Responda AYUDA para ayuda, BAJA para no recibirlos.",
            "{name}: escriba al {sender}. La frecuencia de mensajes es variable y pueden tener costo. Responda BAJA para no recibirlos."),
        ["pt"] = (
            "{name}: nada mais enviaremos. Responda VOLTAR para receber mensagens de novo.",
            "{name}: mensagens ativadas de novo. Responda AJUDA para ajuda, SAIR para cancelar.",
            "{name}: escreva para {sender}. Quantidade de mensagens variada; pode haver tarifas. Responda SAIR para cancelar."),
        ["fr"] = (
            "{name}: vous ne recevrez plus nos messages. Répondez DEMARRER pour les recevoir à nouveau.",
            "{name}: vous recevez à nouveau nos messages. Répondez AIDE pour de l'aide, ARRET pour ne plus en recevoir.",
            "{name}: écrivez au {sender}. Nombre de messages variable, des frais peuvent s'appliquer. Répondez ARRET pour ne plus en recevoir."),
        ["it"] = (
            "{name}: non riceverà più nostri messaggi. Risponda INIZIA per riceverli di nuovo.",
            "{name}: riceve di nuovo i nostri messaggi. Risponda AIUTO per aiuto, FERMA per non riceverli.",
            "{name}: scriva al {sender}. Numero di messaggi variabile, possibili costi. Risponda FERMA per non riceverli."),
        ["de"] = (
            "{name}: Sie erhalten keine Nachrichten mehr. Antworten Sie START, um wieder welche zu erhalten.",
            "{name}: Sie erhalten wieder Nachrichten. Antworten Sie HILFE für Hilfe, STOPP zum Abmelden.",
            "{name}: Schreiben Sie an {sender}. Anzahl der Nachrichten verschieden, Kosten möglich. Antworten Sie STOPP zum Abmelden."),
        ["ar"] = (
            "{name}: لن تصلك رسائلنا بعد الآن. أرسل ابدأ لتصلك من جديد.",
            "{name}: ستصلك رسائلنا من جديد. أرسل مساعدة للمساعدة أو توقف لإيقافها.",
            "{name}: راسلنا على {sender}. عدد الرسائل يختلف وقد تطبق رسوم. أرسل توقف لإيقافها."),
    };

    /// <summary>
    /// In the keyword's language. English keywords are known everywhere (the carriers made them so), so they are answered in the
    /// business unit's language.
    /// </summary>
    /// <param name="keyword">What was asked.</param>
    /// <param name="unitLanguage">BCP 47, e.g. "es-UY".</param>
    public static OptOutText For(OptOutMatch keyword, string unitLanguage)
    {
        var language = keyword.Language == "en" ? unitLanguage.Split('-')[0] : keyword.Language;
        var (optOut, optIn, help) = Texts.TryGetValue(language, out var own) ? own : Texts["en"];
        return new OptOutText(keyword.Kind switch
        {
            OptOutKind.OptOut => optOut,
            OptOutKind.OptIn => optIn,
            _ => help,
        });
    }
}
