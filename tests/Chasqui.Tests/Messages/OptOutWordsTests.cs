namespace Chasqui.Messages;

public sealed class OptOutWordsTests
{
    [Theory]
    [InlineData("STOP", "OptOut", "en", false)]
    [InlineData("  Stop! 🙏", "OptOut", "en", false)]
    [InlineData("\"stop\".", "OptOut", "en", false)]
    [InlineData("ＳＴＯＰ", "OptOut", "en", false)]
    [InlineData("stop  \n all", "OptOut", "en", false)]
    [InlineData("opt-out", "OptOut", "en", false)]
    [InlineData("⛔️ Unsubscribe ⛔️", "OptOut", "en", false)]
    [InlineData("No más", "OptOut", "es", false)]
    [InlineData("baja", "OptOut", "es", false)]
    [InlineData("Sair.", "OptOut", "pt", false)]
    [InlineData("Arrêt", "OptOut", "fr", false)]
    [InlineData("arrête", "OptOut", "fr", false)]
    [InlineData("ferma", "OptOut", "it", false)]
    [InlineData("Abmelden", "OptOut", "de", false)]
    [InlineData("إيقاف", "OptOut", "ar", false)]
    [InlineData("الغاء", "OptOut", "ar", false)]
    [InlineData("start", "OptIn", "en", false)]
    [InlineData("ALTA", "OptIn", "es", false)]
    [InlineData("yes", "OptIn", "en", true)]
    [InlineData("¡Sí!", "OptIn", "es", true)]
    [InlineData("sim", "OptIn", "pt", true)]
    [InlineData("oui", "OptIn", "fr", true)]
    [InlineData("ja", "OptIn", "de", true)]
    [InlineData("نعم", "OptIn", "ar", true)]
    [InlineData("help?", "Help", "en", false)]
    [InlineData("AYUDA", "Help", "es", false)]
    [InlineData("مساعدة", "Help", "ar", false)]
    public void A_message_of_one_keyword_is_recognised(string text, string kind, string language, bool conditional)
    {
        var match = OptOutWords.Match(text).ShouldNotBeNull();
        (match.Kind.ToString(), match.Language, match.Conditional).ShouldBe((kind, language, conditional));
    }

    [Theory]
    [InlineData("stop it")]
    [InlineData("PARÁ")]
    [InlineData("para")]
    [InlineData("please stop")]
    [InlineData("non-stop")]
    [InlineData("s t o p")]
    [InlineData("🙏")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("no")]
    public void Anything_else_is_conversation(string text) => OptOutWords.Match(text).ShouldBeNull();

    [Theory]
    [InlineData("please don't text me again")]
    [InlineData("Don’t text this number")]
    [InlineData("STOP IT!!")]
    [InlineData("could you stop texting me")]
    [InlineData("take me off your list")]
    [InlineData("I want to opt out please")]
    [InlineData("no me escriban más por favor")]
    [InlineData("NO QUIERO RECIBIR MAS MENSAJES")]
    [InlineData("dejen de mandar esto")]
    [InlineData("quiero darme de baja")]
    [InlineData("Não me mandem mais mensagens")]
    [InlineData("parem de me mandar sms")]
    [InlineData("ne m'écrivez plus")]
    [InlineData("arrêtez de m’envoyer des sms")]
    [InlineData("je ne veux plus recevoir vos messages")]
    [InlineData("non scrivetemi più")]
    [InlineData("non voglio ricevere altri messaggi")]
    public void Plain_wording_raises_the_flag(string text) => OptOutWords.LooksLikeOptOut(text).ShouldBeTrue();

    [Theory]
    [InlineData("Hola, ¿a qué hora abren?")]
    [InlineData("what time does the store stop serving?")]
    [InlineData("gracias, no más preguntas")]
    [InlineData("ok thanks")]
    [InlineData("where is the bus stop")]
    [InlineData("can I text you later?")]
    [InlineData("")]
    public void Ordinary_talk_does_not(string text) => OptOutWords.LooksLikeOptOut(text).ShouldBeFalse();

    [Fact]
    public void Hostile_text_gets_an_answer()
    {
        var random = new Random(9);
        for (var i = 0; i < 3_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x10000))]);
            OptOutWords.Match(text).ShouldBeNull();
            OptOutWords.LooksLikeOptOut(text).ShouldBeFalse();
        }

        OptOutWords.Match(new string('!', 5_000) + "STOP").ShouldBeNull();
    }
}
