namespace PilotPairing.Api.Pages.Connect;

internal static class MetaTextsPtBr
{
    public static readonly MetaTexts Value = new()
    {
        Heading = "Conecte seu WhatsApp Business",
        Consequence = "Depois de conectar, {0} poderá enviar e receber mensagens pelo número que você escolher, pela API oficial do WhatsApp, da Meta. Você pode desfazer isso quando quiser.",
        WhatHappens = "O que vai acontecer",
        Steps =
        [
            "Uma janela da Meta vai abrir. Entre com a conta do **Facebook** que administra sua empresa",
            "Escolha sua empresa e seu número, ou adicione um",
            "Confirme o número: a Meta envia um código por SMS ou ligação, ou pergunta no seu app **WhatsApp Business**",
            "A janela fecha, e esta página faz o resto",
        ],
        ChooseNumber = "Escolha o número {0}: este link é para ele.",
        Consent = "Ao continuar, você autoriza esta conexão. Nada é carregado da Meta antes do seu toque.",
        Start = "Continuar com o Facebook",
        Loading = "Preparando a janela da Meta…",
        OpenWindow = "Abrir a janela da Meta",
        NowOpen = "Tudo pronto. Toque mais uma vez para abrir a janela da Meta.",
        NeedsScript = "A janela da Meta precisa de JavaScript, que está desativado neste navegador. Ative-o ou abra esta página em outro navegador.",
        InApp = new(
            "Melhor no seu navegador",
            "Você está lendo isto dentro de um aplicativo, onde a janela da Meta costuma ficar em branco. Abra esta página no navegador (Chrome, Safari…): toque em ⋮ ou em compartilhar e escolha abrir no navegador, ou copie o link."),
        Offer = "Conectar pela Meta",
        OfferInHelp = new("Conectar sem QR code", "Se você usa um número do WhatsApp Business, pode conectá-lo pela Meta, com sua conta do Facebook. Não é preciso escanear nenhum código."),
        Back = "Voltar",
        Waiting = new("Continue na janela da Meta", "Siga os passos por lá. Esta página percebe sozinha quando você terminar.", "Não está vendo a janela? Ela pode estar atrás desta. Se você a fechou, abra de novo."),
        OpenAgain = "Abrir a janela de novo",
        Cancel = "Cancelar",
        Registering = new("Concluindo a conexão", "Estamos preparando seu número na Meta. Isso pode levar um minuto.", "Você não precisa fazer nada. Deixe esta página aberta."),
        RegisteringSteps = ["Conferindo a permissão que você deu", "Localizando seu número", "Pedindo à Meta que repasse as mensagens", "Registrando o número na API oficial"],
        Cancelled = "A janela da Meta foi fechada antes do fim, por isso nada foi conectado. Você pode recomeçar quando quiser.",
        Reported = "A Meta informou um problema: “{0}” Nada foi conectado. Você pode tentar de novo.",
        Blocked = "Seu navegador impediu que a janela da Meta abrisse. Permita pop-ups para esta página (procure um aviso na barra de endereço) e toque de novo.",
        NotLoaded = "Não foi possível carregar o script da Meta. Confira sua internet, desative bloqueadores de anúncios ou de rastreamento nesta página e tente de novo.",
        Rejected = new("A Meta não aceitou", "Algo na conta ou no número ainda não está certo. Nada foi conectado.", "Veja o que a Meta diz e comece de novo. Se continuar assim, mostre esta mensagem a quem enviou o link."),
        InMetasWords = "Nas palavras da Meta: “{0}”",
        StartAgain = "Começar de novo",
        Unreachable = new("A Meta não está respondendo agora", "Sua parte está feita, e nada se perdeu. O problema está no caminho até a Meta; não é culpa sua.", "Espere um momento e tente de novo. Você não vai precisar recomeçar."),
        NotConfigured = new("Ainda não está pronto aqui", "Este serviço ainda não foi preparado para a API oficial da Meta. Não é culpa sua, e não há nada que você possa fazer.", "Avise quem enviou este link."),
        Connected = new("WhatsApp conectado", "Seu número está conectado a {1} pela API oficial da Meta.", "Você já pode fechar esta página."),
        UndoSteps =
        [
            "Peça a {0} que desconecte o número",
            "Ou desfaça na Meta: em **Configurações do negócio**, abra **Contas › Contas do WhatsApp**, escolha sua conta e remova {0} em **Parceiros**",
            "Usa o número no app **WhatsApp Business**? Nele: **Configurações › Conta › Plataforma do WhatsApp Business**",
        ],
        Credentials = new("Conecte seu WhatsApp Business", "Informe os dados do seu número na Meta. Nós os conferimos lá antes de salvar qualquer coisa.", "Eles estão em developers.facebook.com: **Meus apps**, seu app, **WhatsApp › Configuração da API**."),
        CredentialsConsent = "Ao continuar, você autoriza esta conexão. O token é enviado e guardado criptografado e nunca mais é mostrado.",
        Send = "Conferir e conectar",
        Sending = "Conferindo com a Meta…",
        Optional = "opcional",
        CheckFields = "Confira de novo os campos marcados. Nada foi conectado.",
        PhoneNumberId = new("ID do número de telefone", "Em **Configuração da API**, abaixo do seu número: cerca de 15 dígitos. Não é o próprio número de telefone.", "Copie da Meta o ID do número de telefone: só dígitos, sem espaços."),
        WabaId = new("ID da conta do WhatsApp Business", "Fica ao lado do ID do número de telefone, em **Configuração da API**.", "Copie da Meta o ID da conta: só dígitos, sem espaços."),
        AccessToken = new("Token de acesso", "De preferência um duradouro: **Configurações do negócio › Usuários do sistema › Gerar token**, com as duas permissões do WhatsApp. O token da Configuração da API vale só um dia.", "Cole o token inteiro, sem espaços nem quebras de linha."),
        Pin = new("PIN da confirmação em duas etapas", "Seis dígitos. Só se o seu número já tiver esse PIN.", "O PIN tem exatamente 6 dígitos."),
        DisplayName = new("Nome para este número", "Para você reconhecê-lo, por exemplo “Recepção”. Os clientes não o veem.", "No máximo 120 caracteres."),
        Remedies =
        [
            new([36007], null, "A permissão dada na janela da Meta vale só por um instante e já venceu.", "Comece de novo: desta vez é rápido."),
            new([190, 102], "accessToken", "A Meta não reconhece este token: ele venceu, foi cancelado ou não foi copiado inteiro.", "Crie um novo token na Meta e cole-o inteiro."),
            new([10, 200, 3], "accessToken", "Falta uma permissão ao token.", "Crie-o de novo com **whatsapp_business_management** e **whatsapp_business_messaging**, para a conta certa."),
            new([100], "phoneNumberId", "A Meta não encontra este número para a conta e o token.", "Compare os dois IDs com os da Meta e confira se o token pode ver essa conta."),
            new([133005], "pin", "O número tem outro PIN de confirmação em duas etapas.", "Se esta página pedir o PIN, informe-o. Se não, desative a confirmação em duas etapas no **Gerenciador do WhatsApp** (seu número › Confirmação em duas etapas) e comece de novo."),
            new([133006], null, "O número ainda não foi verificado.", "Verifique-o no **Gerenciador do WhatsApp** por SMS ou ligação e comece de novo."),
            new([133016], null, "Este número foi registrado vezes demais; a Meta o bloqueia por até 72 horas.", "Espere esse prazo e comece de novo. Se o link já tiver vencido, peça outro a quem o enviou."),
            new([368, 131031], null, "A Meta restringiu esta conta comercial.", "Abra a **Central de Suporte para Empresas** da Meta, veja o que falta e comece de novo depois."),
            new([4, 80007, 130429], null, "A Meta recebeu pedidos demais agora há pouco.", "Espere alguns minutos e tente de novo."),
        ],
    };
}
