using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Lexicon;

/// <summary>English words and phrases that may stand for one another. Pairs are chosen so that most sentences bear them.</summary>
internal static class EnglishWords
{
    /// <summary>Long forms and their contractions.</summary>
    public static PhraseBook Contractions { get; } =
        new(
            """
            do not = don't
            does not = doesn't
            did not = didn't
            is not = isn't
            are not = aren't
            was not = wasn't
            were not = weren't
            cannot = can't
            can not = can't
            could not = couldn't
            will not = won't
            would not = wouldn't
            should not = shouldn't
            have not = haven't
            has not = hasn't
            had not = hadn't
            i am = I'm
            i have been = I've been
            i have tried = I've tried
            i will = I'll
            i would = I'd
            you are = you're
            you will = you'll
            we are = we're
            we will = we'll
            we have been = we've been
            they are = they're
            it is = it's
            that is = that's
            there is = there's
            what is = what's
            where is = where's
            who is = who's
            how is = how's
            let us = let's
            """
        );

    /// <summary>Contractions and their long forms, those with one meaning only.</summary>
    public static PhraseBook Expansions { get; } =
        new(
            """
            don't = do not
            doesn't = does not
            didn't = did not
            isn't = is not
            aren't = are not
            wasn't = was not
            weren't = were not
            can't = cannot
            couldn't = could not
            won't = will not
            wouldn't = would not
            shouldn't = should not
            haven't = have not
            hasn't = has not
            hadn't = had not
            i'm = I am
            i've = I have
            i'll = I will
            you're = you are
            you've = you have
            you'll = you will
            we're = we are
            we've = we have
            we'll = we will
            they're = they are
            they've = they have
            let's = let us
            gonna = going to
            wanna = want to
            gotta = have to
            """
        );

    /// <summary>Everyday words and formal ones.</summary>
    public static PhraseBook Formal { get; } =
        new(
            """
            i want to = I would like to | I wish to
            i wanna = I would like to
            i want = I would like | I request
            i need to = I am required to | It is necessary for me to
            i need = I require | I am in need of
            can you = could you please | would you kindly
            can i = may I | am I permitted to
            tell me = inform me as to | advise me as to
            let me know = inform me
            give me = provide me with | furnish me with
            send me = forward to me | provide me with
            show me = present to me
            help me = assist me
            help = assistance
            get in touch with = contact
            find out = ascertain | determine
            look into = examine | investigate
            set up = configure | establish
            sign up = register
            fix = resolve | rectify
            buy = purchase
            bought = purchased
            ask = enquire
            about = regarding | concerning
            money back = reimbursement
            a lot of = a considerable amount of
            lots of = a considerable amount of
            big = substantial
            enough = sufficient
            start = commence
            end = conclude
            stop = cease | discontinue
            use = utilise
            try = attempt
            now = at present
            right now = at this time
            soon = in the near future
            asap = at your earliest convenience
            but = however,
            so = therefore
            also = additionally
            thanks = thank you
            thx = thank you
            pls = please
            yeah = yes
            ok = acceptable
            okay = acceptable
            kids = children
            broken = defective
            wrong = incorrect
            problem = difficulty
            job = position
            phone = telephone
            """
        );

    /// <summary>Formal words and everyday ones.</summary>
    public static PhraseBook Casual { get; } =
        new(
            """
            i would like to = I wanna | I'd like to
            i would like = I want | I'd like
            i want to = I wanna
            i need to = I gotta | I need to
            going to = gonna
            want to = wanna
            could you please = can you
            would you please = can you
            could you = can you
            please = pls | plz
            thank you = thanks | thx
            hello = hey | hi
            good morning = morning
            yes = yeah | yep
            no, = nah,
            very = super | really
            because = cause | cuz
            do not know = dunno
            don't know = dunno
            a lot of = tons of | loads of
            purchase = buy
            purchased = bought
            assist = help
            assistance = help
            require = need
            receive = get
            received = got
            inform me = tell me
            regarding = about
            concerning = about
            children = kids
            information = info
            application = app
            photograph = pic
            picture = pic
            telephone = phone
            as soon as possible = asap
            immediately = right now
            approximately = around
            problem = hiccup | problem
            great = awesome | great
            """
        );

    /// <summary>Words and others with the same meaning in nearly every sentence.</summary>
    public static PhraseBook Synonyms { get; } =
        new(
            """
            buy = purchase
            purchase = buy
            bought = purchased
            help = assist
            assist = help
            begin = start
            start = begin
            issue = problem
            problem = issue
            issues = problems
            problems = issues
            fix = repair | sort out
            quickly = fast | promptly
            fast = quick
            receive = get
            received = got
            display = show
            show = display
            require = need
            large = big
            big = large
            small = little
            wrong = incorrect
            incorrect = wrong
            cheap = inexpensive
            expensive = costly
            question = query
            answer = reply
            reply = answer
            delete = remove
            remove = delete
            modify = change
            find = locate
            maybe = perhaps
            perhaps = maybe
            right now = at the moment
            currently = at the moment
            soon = shortly
            a lot of = plenty of
            often = frequently
            usually = normally
            normally = usually
            choose = pick
            pick = choose
            explain = describe
            describe = explain
            error = fault
            shipping = delivery
            delivery = shipping
            parcel = package
            package = parcel
            available = on offer
            needed = required
            also = too
            wait = hold on
            finish = complete
            complete = finish
            options = choices
            choices = options
            option = choice
            opening hours = business hours
            business hours = opening hours
            money back = money returned
            client = customer
            customer = client
            customers = clients
            customer service = support
            support team = helpdesk
            price = cost
            prices = costs
            cost = price
            in order to = to
            at once = immediately
            immediately = at once
            verify = confirm
            confirm = verify
            attempt = try
            forgot = can't remember
            sometimes = now and then
            safe = secure
            secure = safe
            advanced = sophisticated
            simple = easy
            easy = simple
            difficult = hard
            hard = difficult
            trip = journey
            holiday = vacation
            vacation = holiday
            movie = film
            film = movie
            restaurant = place to eat
            doctor = physician
            car = vehicle
            house = home
            """
        );

    /// <summary>Everyday words and words of the trade of software and service.</summary>
    public static PhraseBook Technical { get; } =
        new(
            """
            log in = authenticate
            log into = authenticate against
            sign in = authenticate
            login = authentication
            sign up = register an account
            password = credentials
            website = web front end
            web site = web front end
            app = client application
            slow = high-latency
            fast = low-latency
            crashes = terminates unexpectedly
            crashed = terminated unexpectedly
            crash = unhandled exception
            freezes = becomes unresponsive
            broken = non-functional
            doesn't work = fails
            does not work = fails
            isn't working = is failing
            not working = failing
            error = error condition
            bug = defect
            fix = remediate
            turn on = enable
            turn off = disable
            set up = provision
            settings = configuration parameters
            options = configuration options
            delete = purge
            save = persist
            send = transmit
            check = validate
            find = query
            look up = query
            get = retrieve
            change = modify
            update = patch
            copy = replicate
            start = initialise
            stop = terminate
            money back = refund transaction
            refund = refund transaction
            pay = settle the payment
            paid = settled the payment
            bill = invoice record
            order = order record
            orders = order records
            status = processing state
            delivery = fulfilment
            shipping = fulfilment
            parcel = shipment
            package = shipment
            address = delivery address record
            account = user account
            opening hours = service availability windows
            price = unit price
            list = enumerate
            file = file object
            picture = image asset
            video = media stream
            internet = network connectivity
            computer = host
            phone = mobile device
            email = mail message
            number = identifier
            weather = meteorological conditions
            book = create a reservation for
            meeting = calendar event
            """
        );

    /// <summary>Long words and plain ones.</summary>
    public static PhraseBook Plain { get; } =
        new(
            """
            utilise = use
            utilize = use
            purchase = buy
            purchased = bought
            assist = help
            assistance = help
            commence = start
            initiate = start
            terminate = end
            authenticate = log in
            credentials = password
            retrieve = get
            obtain = get
            receive = get
            modify = change
            regarding = about
            concerning = about
            approximately = about
            additional = more
            additionally = also
            sufficient = enough
            require = need
            requires = needs
            inform = tell
            enquire = ask
            inquire = ask
            reimbursement = money back
            refund = money back
            invoice = bill
            shipment = package
            tracking id = number to follow the package
            tracking details = where it is now
            carrier = delivery company
            configuration = settings
            configure = set up
            parameters = settings
            advanced options = harder options
            advanced = harder
            functionality = features
            currently = now
            prior to = before
            subsequent = later
            immediately = right now
            cancel = stop
            verify = check
            validate = check
            indicate = show
            provide = give
            attempt = try
            numerous = many
            opening hours = open times
            status = state
            available = there
            residence = home
            documentation = guide
            execute = run
            application = app
            in order to = to
            as well as = and
            """
        );

    /// <summary>Words that add nothing but politeness or hesitation; they may go.</summary>
    public static PhraseBook Fillers { get; } =
        new(
            """
            hello =
            hi =
            hey =
            hi there =
            good morning =
            good afternoon =
            dear sir or madam =
            please =
            kindly =
            thank you =
            thanks =
            thanks in advance =
            thank you in advance =
            could you please =
            can you please =
            would you please =
            could you tell me =
            can you tell me =
            could you =
            can you =
            would you =
            i would like to know =
            i'd like to know =
            i want to know =
            i was wondering =
            i wonder =
            i think =
            i guess =
            i believe =
            tell me =
            let me know =
            just =
            really =
            actually =
            basically =
            simply =
            very =
            quite =
            maybe =
            perhaps =
            kind of =
            sort of =
            you know =
            if possible =
            if you don't mind =
            sorry to bother you =
            """
        );

    /// <summary>Words a telegram leaves out. Negations and prepositions are not among them: they carry meaning.</summary>
    public static PhraseBook FunctionWords { get; } =
        new(
            """
            a =
            an =
            the =
            is =
            are =
            was =
            were =
            am =
            be =
            been =
            do =
            does =
            did =
            i =
            i'm =
            i'd =
            i've =
            me =
            my =
            you =
            your =
            it =
            its =
            it's =
            that =
            this =
            there =
            some =
            have =
            has =
            will =
            would =
            could =
            can =
            would like =
            so =
            what's = what
            where's = where
            """
        );

    /// <summary>Usual abbreviations.</summary>
    public static PhraseBook Abbreviations { get; } =
        new(
            """
            as soon as possible = asap
            account = acct
            information = info
            message = msg
            approximately = approx.
            about = re
            regarding = re
            hours = hrs
            minutes = min
            weeks = wks
            quantity = qty
            number = no.
            with = w/
            without = w/o
            and = &
            because = bc
            please = pls
            tomorrow = tmrw
            picture = pic
            address = addr
            department = dept
            appointment = appt
            reservation = resv
            temperature = temp
            money back = refund
            shipping = shpg
            delivery = dlvy
            package = pkg
            received = rcvd
            payment = pmt
            between = btw.
            """
        );
}
