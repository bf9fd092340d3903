import Database
import Letterbox

/// Contacts as people write them, in several languages, the same for the same number.
enum DemoContacts {
    private struct Voice: Sendable {
        let firstNames: [String]
        let lastNames: [String]
        let subjects: [String]
        let openings: [String]
        let middles: [String]
        let closings: [String]
        /// With `#` for each digit.
        let mobileNumber: String
        let mailHosts: [String]
    }

    /// A file to import, newest last, spread over the sixty days before now.
    static func ndjson(count: Int) -> [UInt8] {
        var random = SplitMix64(seed: 4003)
        let now = Timestamp.now()
        let step = 60 * 86_400_000_000 / Int64(count)
        var bytes: [UInt8] = []
        for number in 0..<count {
            let age = Int64(count - number) * step - Int64.random(in: 0..<step, using: &random)
            let createdAt = Timestamp(microseconds: now.microseconds - age)
            let isViewed = Double.random(in: 0..<1, using: &random) < (age > 3 * 86_400_000_000 ? 0.9 : 0.2)
            let viewedAt = isViewed ? createdAt.adding(seconds: min(age / 2_000_000, .random(in: 60..<40_000, using: &random))) : nil
            append(voices[weighted(&random)], number: number, createdAt: createdAt, viewedAt: viewedAt, to: &bytes, &random)
        }
        return bytes
    }

    private static func append(
        _ voice: Voice, number: Int, createdAt: Timestamp, viewedAt: Timestamp?, to bytes: inout [UInt8], _ random: inout SplitMix64
    ) {
        func pick(_ texts: [String]) -> String { texts[Int.random(in: texts.indices, using: &random)] }
        let message = "\(pick(voice.openings))\n\n\(pick(voice.middles)) \(pick(voice.middles))\n\n\(pick(voice.closings))"
        let mobile = String(voice.mobileNumber.map { $0 == "#" ? Character(String(Int.random(in: 0...9, using: &random))) : $0 })
        let hasMobile = Bool.random(using: &random)
        let email = "\(latin[number % latin.count])\(number)@\(pick(voice.mailHosts))"
        let (firstName, lastName, subject) = (pick(voice.firstNames), pick(voice.lastNames), pick(voice.subjects))
        bytes += JSONWriter.object { writer in
            writer.name("first_name")
            writer.text(firstName)
            writer.name("last_name")
            writer.text(lastName)
            writer.name("email")
            writer.text(email)
            writer.name("mobile_number")
            writer.text(hasMobile ? mobile : "")
            writer.name("subject")
            writer.text(subject)
            writer.name("message")
            writer.text(message)
            writer.name("viewed_at")
            writer.timestamp(viewedAt)
            writer.name("created_at")
            writer.timestamp(createdAt)
        }
        bytes.append(0x0A)
    }

    /// Persian and English are what most write.
    private static func weighted(_ random: inout SplitMix64) -> Int {
        let weights = [38, 32, 12, 7, 6, 5]
        var rest = Int.random(in: 0..<weights.reduce(0, +), using: &random)
        return weights.firstIndex { weight in
            rest -= weight
            return rest < 0
        } ?? 0
    }

    private static let latin = [
        "farshid", "maryam", "reza", "sara", "john", "emma", "omid", "leila", "anna", "daniel", "nasrin", "kian", "tara", "yusuf", "fatima",
    ]

    private static let voices = [persian, english, arabic, german, french, turkish]

    private static let persian = Voice(
        firstNames: ["فرشید", "مریم", "رضا", "زهرا", "علی", "نرگس", "امیرحسین", "سارا", "مهدی", "نگار", "حسین", "پریسا"],
        lastNames: ["سلطانی", "احمدی", "رضایی", "حسینی", "کریمی", "موسوی", "جعفری", "صادقی", "قاسمی", "نوری‌زاده"],
        subjects: ["پیگیری سفارش", "پرسش درباره‌ی قیمت", "مشکل در پرداخت", "پیشنهاد همکاری", "بازگشت کالا", "فاکتور رسمی", ""],
        openings: ["سلام، وقت بخیر.", "با سلام و احترام،", "درود بر شما،", "سلام خسته نباشید."],
        middles: [
            "هفته‌ی گذشته سفارشی ثبت کردم و هنوز به دستم نرسیده است.", "لطفاً شماره‌ی پیگیری مرسوله را برایم بفرستید.",
            "هنگام پرداخت خطا می‌گیرم، اما مبلغ از حسابم کم شده است.", "آیا امکان خرید عمده با تخفیف وجود دارد؟",
            "کالایی که رسید با آنچه سفارش داده بودم فرق دارد.", "برای شرکت به فاکتور رسمی با کد اقتصادی نیاز داریم.",
            "ساعت کاری فروشگاه در روزهای پنجشنبه چگونه است؟",
        ],
        closings: ["سپاسگزارم.", "با تشکر از پشتیبانی خوبتان.", "منتظر پاسخ شما هستم.", "لطفاً بعدازظهر تماس بگیرید."],
        mobileNumber: "0912#######", mailHosts: ["example.com", "example.org"])

    private static let english = Voice(
        firstNames: ["John", "Emma", "Olivia", "Daniel", "Grace", "Liam", "Amelia", "Noah", "Chloe", "Samuel"],
        lastNames: ["Smith", "Walker", "O'Brien", "Clarke", "Novak", "Hughes", "Bennett", "Fraser"],
        subjects: ["Order status", "Question about delivery", "Refund request", "Invoice copy", "Feedback", "Opening hours", ""],
        openings: ["Hello,", "Hi there,", "Good morning,", "To whom it may concern,"],
        middles: [
            "I ordered two weeks ago and the parcel has not arrived yet.", "Could you send me a copy of the invoice for our accounts?",
            "The tracking page says delivered, but nobody here received it.", "Do you ship to Ireland, and what does it cost?",
            "The lamp arrived with a crack in its base; I can send a photo.", "I would like to change the address on my order.",
            "Your support solved my problem within an hour, which I wanted to say.",
        ],
        closings: ["Thank you.", "Kind regards", "Please call me in the afternoon.", "Looking forward to your answer."],
        mobileNumber: "+44 7700 90####", mailHosts: ["example.com", "example.net", "example.co.uk"])

    private static let arabic = Voice(
        firstNames: ["أحمد", "فاطمة", "يوسف", "إيمان", "خالد", "مريم", "آمنة"],
        lastNames: ["الحسن", "المصري", "العلي", "الخطيب", "حداد"],
        subjects: ["استفسار عن الطلب", "مشكلة في الدفع", "طلب استرجاع", "سؤال عن الشحن"],
        openings: ["السلام عليكم،", "مرحباً،", "تحية طيبة،"],
        middles: [
            "لم يصل طلبي حتى الآن رغم مرور عشرة أيام.", "هل تتوفر خدمة الشحن إلى عمّان؟", "تم خصم المبلغ مرتين من بطاقتي.",
            "أود استبدال القميص بمقاس أكبر.", "أرجو إرسال نسخة من الفاتورة.",
        ],
        closings: ["شكراً جزيلاً.", "مع خالص التقدير.", "بانتظار ردكم."],
        mobileNumber: "+9627########", mailHosts: ["example.com", "example.org"])

    private static let german = Voice(
        firstNames: ["Jürgen", "Anja", "Käthe", "Matthias", "Zoë"], lastNames: ["Müller", "Groß", "Weber", "Schäfer"],
        subjects: ["Lieferung", "Rückfrage zur Rechnung", "Reklamation"], openings: ["Guten Tag,", "Sehr geehrte Damen und Herren,"],
        middles: [
            "meine Bestellung ist seit zehn Tagen überfällig.", "auf der Rechnung fehlt die Umsatzsteuernummer.",
            "die Größe passt leider nicht, ich möchte umtauschen.",
        ],
        closings: ["Mit freundlichen Grüßen", "Vielen Dank im Voraus."], mobileNumber: "+49 151 ########", mailHosts: ["example.de"])

    private static let french = Voice(
        firstNames: ["Élodie", "François", "Chloé", "Benoît"], lastNames: ["Lefèvre", "Garçon", "Dupont", "Noël"],
        subjects: ["Suivi de commande", "Demande de devis", "Remboursement"], openings: ["Bonjour,", "Madame, Monsieur,"],
        middles: [
            "je n'ai toujours pas reçu mon colis.", "pourriez-vous m'envoyer un devis pour cinquante pièces ?",
            "le produit reçu ne correspond pas à la description.",
        ],
        closings: ["Cordialement", "Merci d'avance pour votre réponse."], mobileNumber: "06 ## ## ## ##", mailHosts: ["example.fr"])

    private static let turkish = Voice(
        firstNames: ["Ayşe", "İbrahim", "Gökçe", "Şule"], lastNames: ["Yılmaz", "Çelik", "Öztürk", "Işık"],
        subjects: ["Sipariş durumu", "İade talebi"], openings: ["Merhaba,", "İyi günler,"],
        middles: ["siparişim hâlâ ulaşmadı.", "ürünü iade etmek istiyorum.", "fatura adresimi değiştirebilir misiniz?"],
        closings: ["Teşekkürler.", "Saygılarımla"], mobileNumber: "0532 ### ## ##", mailHosts: ["example.com"])
}

/// A small generator whose numbers are the same for the same seed (Steele, Lea, Flood, "Fast splittable pseudorandom
/// number generators", 2014).
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
