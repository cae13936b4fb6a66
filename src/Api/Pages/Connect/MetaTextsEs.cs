namespace PilotPairing.Api.Pages.Connect;

internal static class MetaTextsEs
{
    public static readonly MetaTexts Value = new()
    {
        Heading = "Conecta tu WhatsApp Business",
        Consequence = "Una vez conectado, {0} podrá enviar y recibir mensajes con el número que elijas, mediante la API oficial de WhatsApp, de Meta. Puedes deshacerlo cuando quieras.",
        WhatHappens = "Qué va a pasar",
        Steps =
        [
            "Se abre una ventana de Meta. Inicia sesión con la cuenta de **Facebook** que administra tu negocio",
            "Elige tu negocio y tu número, o añade uno",
            "Confirma el número: Meta envía un código por SMS o llamada, o pregunta en tu app **WhatsApp Business**",
            "La ventana se cierra y esta página hace el resto",
        ],
        ChooseNumber = "Elige el número {0}: este enlace es para ese.",
        Consent = "Al continuar, autorizas esta conexión. No se carga nada de Meta antes de que toques el botón.",
        Start = "Continuar con Facebook",
        Loading = "Preparando la ventana de Meta…",
        OpenWindow = "Abrir la ventana de Meta",
        NowOpen = "Listo. Toca una vez más para abrir la ventana de Meta.",
        NeedsScript = "La ventana de Meta necesita JavaScript, que está desactivado en este navegador. Actívalo o abre esta página en otro navegador.",
        InApp = new(
            "Mejor en tu navegador",
            "Estás leyendo esto dentro de una aplicación, donde la ventana de Meta suele quedarse en blanco. Abre esta página en tu navegador (Chrome, Safari…): toca ⋮ o compartir y elige abrirla allí, o copia el enlace."),
        Offer = "Conectar con Meta",
        OfferInHelp = new("Conectar sin código QR", "Si usas un número de WhatsApp Business, puedes conectarlo con Meta, con tu cuenta de Facebook. No hay que escanear ningún código."),
        Back = "Volver",
        Waiting = new("Sigue en la ventana de Meta", "Sigue los pasos allí. Esta página se da cuenta sola cuando termines.", "¿No ves la ventana? Puede estar detrás de esta. Si la cerraste, ábrela otra vez."),
        OpenAgain = "Abrir la ventana otra vez",
        Cancel = "Cancelar",
        Registering = new("Terminando la conexión", "Estamos preparando tu número en Meta. Puede tardar un minuto.", "No tienes que hacer nada. Deja esta página abierta."),
        RegisteringSteps = ["Comprobando el permiso que diste", "Buscando tu número", "Pidiendo a Meta que nos pase sus mensajes", "Registrándolo en la API oficial"],
        Cancelled = "La ventana de Meta se cerró antes de terminar, así que no se conectó nada. Puedes empezar otra vez cuando quieras.",
        Reported = "Meta informa de un problema: «{0}» No se conectó nada. Puedes volver a intentarlo.",
        Blocked = "Tu navegador impidió que se abriera la ventana de Meta. Permite las ventanas emergentes en esta página (busca un aviso en la barra de direcciones) y toca otra vez.",
        NotLoaded = "No se pudo cargar el script de Meta. Revisa tu conexión, desactiva los bloqueadores de anuncios o de rastreo en esta página y vuelve a intentarlo.",
        Rejected = new("Meta no lo aceptó", "Algo de la cuenta o del número todavía no encaja. No se conectó nada.", "Mira lo que dice Meta y empieza otra vez. Si sigue igual, muestra este mensaje a quien te envió el enlace."),
        InMetasWords = "En palabras de Meta: «{0}»",
        StartAgain = "Empezar otra vez",
        Unreachable = new("Meta no responde ahora mismo", "Tu parte está hecha y no se ha perdido nada. El problema está en el camino hacia Meta; no es culpa tuya.", "Espera un momento y vuelve a intentarlo. No tendrás que empezar de cero."),
        NotConfigured = new("Aquí todavía no está listo", "Este servicio aún no está preparado para la API oficial de Meta. No es culpa tuya y no puedes hacer nada al respecto.", "Avisa a quien te envió este enlace."),
        Connected = new("WhatsApp conectado", "Tu número está conectado a {1} mediante la API oficial de Meta.", "Ya puedes cerrar esta página."),
        UndoSteps =
        [
            "Pide a {0} que desconecte el número",
            "O deshazlo en Meta: en **Configuración del negocio** abre **Cuentas › Cuentas de WhatsApp**, elige tu cuenta y quita a {0} de **Socios**",
            "¿Usas el número en la app **WhatsApp Business**? Allí: **Configuración › Cuenta › Plataforma de WhatsApp Business**",
        ],
        Credentials = new("Conecta tu WhatsApp Business", "Introduce los datos de tu número en Meta. Los comprobamos allí antes de guardar nada.", "Los encuentras en developers.facebook.com: **Mis apps**, tu app, **WhatsApp › Configuración de la API**."),
        CredentialsConsent = "Al continuar, autorizas esta conexión. El token se envía y se guarda cifrado y no se vuelve a mostrar.",
        Send = "Comprobar y conectar",
        Sending = "Comprobando con Meta…",
        Optional = "opcional",
        CheckFields = "Revisa los campos marcados. No se conectó nada.",
        PhoneNumberId = new("Identificador del número de teléfono", "En **Configuración de la API**, debajo de tu número: unas 15 cifras. No es el número de teléfono en sí.", "Copia de Meta el identificador del número: solo cifras, sin espacios."),
        WabaId = new("Identificador de la cuenta de WhatsApp Business", "Justo al lado del identificador del número, en **Configuración de la API**.", "Copia de Meta el identificador de la cuenta: solo cifras, sin espacios."),
        AccessToken = new("Token de acceso", "Mejor uno duradero: **Configuración del negocio › Usuarios del sistema › Generar token**, con los dos permisos de WhatsApp. El token de Configuración de la API dura solo un día.", "Pega el token completo, sin espacios ni saltos de línea."),
        Pin = new("PIN de la verificación en dos pasos", "Seis cifras. Solo si tu número ya tiene ese PIN.", "El PIN tiene exactamente 6 cifras."),
        DisplayName = new("Nombre para este número", "Para que lo reconozcas, por ejemplo «Recepción». Los clientes no lo ven.", "Como máximo 120 caracteres."),
        Remedies =
        [
            new([36007], null, "El permiso de la ventana de Meta dura solo un instante y ya venció.", "Empieza otra vez: ahora será rápido."),
            new([190, 102], "accessToken", "Meta no reconoce este token: venció, fue retirado o no se copió completo.", "Crea un token nuevo en Meta y pégalo completo."),
            new([10, 200, 3], "accessToken", "Al token le falta un permiso.", "Créalo de nuevo con **whatsapp_business_management** y **whatsapp_business_messaging**, para la cuenta correcta."),
            new([100], "phoneNumberId", "Meta no encuentra este número para la cuenta y el token.", "Compara los dos identificadores con los de Meta y comprueba que el token puede ver esa cuenta."),
            new([133005], "pin", "El número tiene otro PIN de verificación en dos pasos.", "Si esta página pide el PIN, introdúcelo. Si no, desactiva la verificación en dos pasos en el **Administrador de WhatsApp** (tu número › Verificación en dos pasos) y empieza otra vez."),
            new([133006], null, "El número todavía no se ha verificado.", "Verifícalo en el **Administrador de WhatsApp** por SMS o llamada y empieza otra vez."),
            new([133016], null, "Este número se registró demasiadas veces; Meta lo bloquea hasta 72 horas.", "Espera ese tiempo y empieza otra vez. Si el enlace ya caducó, pide otro a quien te lo envió."),
            new([368, 131031], null, "Meta ha restringido esta cuenta comercial.", "Abre la **Ayuda para empresas** de Meta, mira qué falta y empieza otra vez después."),
            new([4, 80007, 130429], null, "Meta ha recibido demasiadas peticiones hace un momento.", "Espera unos minutos y vuelve a intentarlo."),
        ],
    };
}
